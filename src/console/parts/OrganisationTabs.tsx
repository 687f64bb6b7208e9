import { Group } from '@mantine/core'
import { NavLink, useParams } from 'react-router'
import { texts } from '../texts/texts.ts'
import { useMay } from './Session.tsx'

/** The pages of one organisation, beside each other. */
export function OrganisationTabs() {
  const { orgId = '' } = useParams()
  const mayOrder = useMay('admin', 'partner', 'operator')
  const pages = [
    ['', texts.tabs.road],
    ['/numbers', texts.tabs.numbers],
    ...(mayOrder ? [['/authorise', texts.tabs.authorise] as const] : []),
    ['/forecast', texts.tabs.forecast],
    ['/what-if', texts.tabs.whatIf],
    ['/settings', texts.tabs.settings],
  ] as const
  return (
    <Group component="nav" gap={4} aria-label={texts.tabs.title}>
      {pages.map(([path, name]) => (
        <NavLink
          key={path}
          to={`/organisations/${orgId}${path}`}
          end
          className={({ isActive }) => (isActive ? 'menu here' : 'menu')}
        >
          {name}
        </NavLink>
      ))}
    </Group>
  )
}
