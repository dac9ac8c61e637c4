import '../../../../style/main.css'
import { Footer } from './footer'
import { Header } from './header'

export const metadata = { title: 'Mintreu Marketplace', icons: '/favicon.svg' }

export default function RootLayout({ children }) {
  return (
    <html lang="en">
      <head>
        <link rel="preload" href="/fonts/inter-latin.woff2" as="font" type="font/woff2" crossOrigin="" />
      </head>
      <body>
        <Header />
        <main id="main">{children}</main>
        <Footer />
      </body>
    </html>
  )
}
