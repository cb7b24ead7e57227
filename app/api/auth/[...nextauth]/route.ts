import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '@/app/_lib/auth'
import { lookAtAnswer, oidcId } from '@/app/_lib/oidc'
import { currentBrowser } from '@/app/_lib/request'

interface Context {
  params: Promise<{ nextauth: string[] }>
}

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const browser = await currentBrowser()
  // next-auth's types know neither of the two, its code does.
  const look = (): Promise<Response> => NextAuth(request as never, context as never, authOptions(browser))
  const [action, provider] = (await context.params).nextauth
  return action === 'callback' && provider === oidcId ? lookAtAnswer(request.nextUrl, browser, look) : look()
}

export { handler as GET, handler as POST }
