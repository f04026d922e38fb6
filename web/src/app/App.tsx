import { Component, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Route, Switch, useLocation } from 'wouter'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Frame } from './Frame/Frame'
import { routes } from './routes'
import { HereProvider } from './session'

function Waiting() {
  const { t } = useTranslation('app')
  return (
    <div className="page page--reading">
      <Skeleton label={t('loading')} />
    </div>
  )
}

function Missing() {
  const { t } = useTranslation('app')
  return (
    <Page title={t('missing.title')} lead={t('missing.text')}>
      <ButtonLink href="/">{t('missing.home')}</ButtonLink>
    </Page>
  )
}

function Broken() {
  const { t } = useTranslation('app')
  return (
    <Page title={t('broken.title')} lead={t('broken.text')}>
      <Button onClick={() => window.location.reload()}>{t('broken.reload')}</Button>
    </Page>
  )
}

/** Catches a page that fails, so that the five places stay in reach. */
class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  render() {
    return this.state.failed ? <Broken /> : this.props.children
  }
}

function Pages({ frame }: { frame: 'resident' | 'desk' }) {
  return (
    <Suspense fallback={<Waiting />}>
      <Switch>
        {routes
          .filter((route) => route.frame === frame)
          .map(({ path, page: Inside }) => (
            <Route key={path} path={path}>
              <Inside />
            </Route>
          ))}
        <Route>
          <Missing />
        </Route>
      </Switch>
    </Suspense>
  )
}

function Framed() {
  const [location] = useLocation()
  if (location.startsWith('/desk')) {
    return (
      <Guard key="desk">
        <Pages frame="desk" />
      </Guard>
    )
  }
  return (
    <Frame>
      <Guard key={location}>
        <Pages frame="resident" />
      </Guard>
    </Frame>
  )
}

export function App() {
  return (
    <HereProvider>
      <Framed />
    </HereProvider>
  )
}
