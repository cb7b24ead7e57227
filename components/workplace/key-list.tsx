'use client'

import { useTranslations } from 'next-intl'
import { KeyList } from '@/components/ui/key-list'
import { capsOf, workplaceKeys } from './keys'
import { useMac } from './keys-shown'

/** The keys of the workplace, for the list of all keys. */
export function WorkplaceKeyList() {
  const t = useTranslations('workplace')
  const mac = useMac()
  const rows = workplaceKeys.map(({ command, ...keys }): [string[], string] => [
    capsOf(mac ? keys.mac : keys.pc, mac),
    t(`command.${command}`),
  ])
  return (
    <section className="mt-5 border-line border-t pt-4">
      <h3 className="mb-2 font-medium text-sm">{t('keysTitle')}</h3>
      <KeyList
        rows={[
          ...rows,
          [['←', '→'], t('tabKeys.walk')],
          [['Shift', '←'], t('tabKeys.move')],
          [['F2'], t('tabKeys.rename')],
          [['Delete'], t('tabKeys.close')],
          [['Enter'], t('paletteKeys.tab')],
          [['Shift', 'Enter'], t('paletteKeys.right')],
          [['Alt', 'Enter'], t('paletteKeys.down')],
          [['←', '→', '↑', '↓'], t('dividerKeys.move')],
          [['Home', 'End'], t('dividerKeys.far')],
          [['Enter'], t('dividerKeys.even')],
        ]}
      />
    </section>
  )
}
