import { Anchor, Breadcrumbs, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useRead } from '../api/useRead.ts'
import { texts } from '../texts/texts.ts'
import { OrganisationTabs } from './OrganisationTabs.tsx'

/** Where a page lies: the organisations, this one, and the page. */
export function Trail({ orgId, here }: { readonly orgId: string; readonly here?: string }) {
  const { data } = useRead('/v1/organisations/{orgId}', { orgId }, {}, { live: false })
  const name = data?.name ?? texts.organisations.nameless
  return (
    <>
      <Breadcrumbs component="nav" aria-label={texts.shell.trail}>
        <Anchor component={Link} to="/organisations">
          {texts.organisations.title}
        </Anchor>
        {here === undefined ? (
          <Text>{name}</Text>
        ) : (
          <Anchor component={Link} to={`/organisations/${orgId}`}>
            {name}
          </Anchor>
        )}
        {here === undefined ? null : <Text>{here}</Text>}
      </Breadcrumbs>
      <OrganisationTabs />
    </>
  )
}
