import {
  ActionIcon,
  Anchor,
  AppShell,
  Badge,
  Burger,
  Button,
  Container,
  Group,
  Kbd,
  Modal,
  NativeSelect,
  Stack,
  Table,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Suspense, useEffect } from 'react'
import { Link, NavLink, Outlet, useLocation, useNavigate } from 'react-router'
import { language, languages, speak } from '../texts/language.ts'
import { texts } from '../texts/texts.ts'
import { AsOf } from './AsOf.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Reading } from './Pages.tsx'
import { SearchBox } from './SearchBox.tsx'
import { useMay, useMe, useSignOut } from './Session.tsx'
import { useKeys } from './useKeys.ts'

export function Shell() {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [areKeysShown, keys] = useDisclosure(false)
  const [isMenuOpen, menu] = useDisclosure(false)
  const toggle = useToggle()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu
  useEffect(() => menu.close(), [pathname])
  useKeys({
    'g h': () => void navigate('/'),
    'g o': () => void navigate('/organisations'),
    'g a': () => void navigate('/attention'),
    'g r': () => void navigate('/rules'),
    '/': () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
    f: () => document.querySelector<HTMLElement>('[data-first-filter]')?.focus(),
    d: toggle,
    '?': keys.open,
  })
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isMenuOpen } }}
      padding="lg"
    >
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="md">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isMenuOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={texts.shell.menu}
              aria-expanded={isMenuOpen}
            />
            <Anchor component={Link} to="/" fw={700} underline="never">
              {texts.product}
            </Anchor>
          </Group>
          <SearchBox />
          <Group gap="xs" wrap="nowrap">
            <AsOf />
            <SchemeButton />
            <ActionIcon
              variant="default"
              aria-label={texts.shell.keysTitle}
              title={texts.shell.keysTitle}
              onClick={keys.open}
              visibleFrom="sm"
            >
              ?
            </ActionIcon>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" component="div">
        <Menu />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Container size="xl" px={0}>
          <ErrorBoundary key={pathname}>
            <Suspense fallback={<Reading />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </Container>
      </AppShell.Main>
      <Modal
        opened={areKeysShown}
        onClose={keys.close}
        title={texts.shell.keysTitle}
        closeButtonProps={{ 'aria-label': texts.shell.close }}
      >
        <Table>
          <Table.Tbody>
            {texts.shell.shortcuts.map(([key, does]) => (
              <Table.Tr key={key}>
                <Table.Td>
                  <Kbd>{key}</Kbd>
                </Table.Td>
                <Table.Td>{does}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </AppShell>
  )
}

/** What a role has nothing to do with is not in its menu. */
function Menu() {
  const { subject, role } = useMe()
  const signOut = useSignOut()
  const seesAttention = useMay('operator', 'support', 'partner', 'admin')
  const seesCutoffs = useMay('operator', 'auditor')
  const seesDeliveries = useMay('operator', 'support', 'auditor')
  return (
    <Stack h="100%" justify="space-between">
      <Stack component="nav" gap={2} aria-label={texts.shell.main}>
        <MenuLink to="/">{texts.shell.home}</MenuLink>
        <MenuLink to="/organisations">{texts.shell.organisations}</MenuLink>
        {seesAttention ? <MenuLink to="/attention">{texts.shell.attention}</MenuLink> : null}
        <MenuLink to="/waits">{texts.shell.waits}</MenuLink>
        {seesDeliveries ? <MenuLink to="/deliveries">{texts.shell.deliveries}</MenuLink> : null}
        {seesCutoffs ? <MenuLink to="/cutoffs">{texts.shell.cutoffs}</MenuLink> : null}
        <MenuLink to="/rules">{texts.shell.rules}</MenuLink>
      </Stack>
      <Stack gap="sm" component="section" aria-label={texts.shell.you}>
        <NativeSelect
          label={texts.shell.language}
          value={language}
          onChange={(event) => speak(event.currentTarget.value === 'de' ? 'de' : 'en')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        />
        <Text size="sm" className="data">
          {subject}{' '}
          <Badge variant="light" tt="none">
            {texts.role(role)}
          </Badge>
        </Text>
        <Button variant="default" size="compact-md" onClick={signOut}>
          {texts.shell.signOut}
        </Button>
        <Anchor href="/docs" size="sm">
          {texts.shell.api}
        </Anchor>
      </Stack>
    </Stack>
  )
}

function MenuLink({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <NavLink to={to} end={to === '/'} className={({ isActive }) => (isActive ? 'menu here' : 'menu')}>
      {children}
    </NavLink>
  )
}

function useToggle(): () => void {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  return () => setColorScheme(scheme === 'dark' ? 'light' : 'dark')
}

function SchemeButton() {
  const toggle = useToggle()
  const isDark = useComputedColorScheme('light') === 'dark'
  const label = isDark ? texts.shell.light : texts.shell.dark
  return (
    <ActionIcon variant="default" aria-label={label} title={label} onClick={toggle}>
      {isDark ? '☀' : '☾'}
    </ActionIcon>
  )
}
