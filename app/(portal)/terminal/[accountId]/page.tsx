import { redirect } from 'next/navigation'

interface Props {
  params: Promise<{ accountId: string }>
}

/** A link to a shell: it opens in a tab of the workplace, which asks who may. */
export default async function AccountPage({ params }: Props) {
  redirect(`/terminal?account=${encodeURIComponent((await params).accountId)}`)
}
