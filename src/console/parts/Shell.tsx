import {
  ActionIcon,
  Anchor,
  AppShell,
  Button,
  Container,
  Group,
  Kbd,
  Modal,
  Table,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, NavLink, Outlet, useLocation, useNavigate } from 'react-router'
import { texts } from '../texts/texts.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { useSignOut } from './Session.tsx'
import { useKeys } from './useKeys.ts'

export function Shell() {
  const signOut = useSignOut()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [areKeysShown, keys] = useDisclosure(false)
  const toggle = useToggle()
  useKeys({
    'g o': () => void navigate('/'),
    'g a': () => void navigate('/attention'),
    '/': () => document.querySelector<HTMLElement>('[data-first-filter]')?.focus(),
    d: toggle,
    '?': keys.open,
  })
  return (
    <AppShell header={{ height: 56 }} padding="lg">
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <AppShell.Header>
        <Container size="xl" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Group gap="lg" wrap="nowrap" component="nav" aria-label={texts.shell.main}>
              <Anchor component={Link} to="/" fw={700} underline="never">
                {texts.product}
              </Anchor>
              <HeaderLink to="/">{texts.shell.organisations}</HeaderLink>
              <HeaderLink to="/attention">{texts.shell.attention}</HeaderLink>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <SchemeButton />
              <ActionIcon
                variant="default"
                aria-label={texts.shell.keysTitle}
                title={texts.shell.keysTitle}
                onClick={keys.open}
              >
                ?
              </ActionIcon>
              <Button variant="default" size="compact-md" onClick={signOut}>
                {texts.shell.signOut}
              </Button>
            </Group>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main id="content" tabIndex={-1}>
        <Container size="xl" px={0}>
          <ErrorBoundary key={pathname}>
            <Outlet />
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
        <Text size="sm" mt="md">
          <Anchor href="/docs">{texts.shell.api}</Anchor>
        </Text>
      </Modal>
    </AppShell>
  )
}

function HeaderLink({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <NavLink
      to={to}
      end
      style={({ isActive }) => ({ color: 'inherit', textDecoration: isActive ? 'underline' : 'none' })}
    >
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
