import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { procedures } from '../../src/store/commands/index.ts'
import { eventTypes, schemas } from '../../src/store/eventSchemas.ts'
import { repository } from '../tooling/tree.ts'

type JsonSchema = {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

const page = readFileSync(join(repository, 'docs/events.md'), 'utf8')
const entries = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text.replace(/^## .*/ms, '')]),
)

/** `field (shape)` as the page writes it, for every field of the entry. */
function documented(entry: string): readonly string[] {
  return [...entry.matchAll(/^- `([\w.]+)` \((.+?)\): /gm)].map(([, field, shape]) => `${field} (${shape})`)
}

function stored(schema: JsonSchema, prefix = '', isOptional = false): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const optional = isOptional || !schema.required?.includes(name)
    if (field.properties && !isDocument(field)) return stored(field, `${prefix}${name}.`, optional)
    return [`${prefix}${name} (${shapeOf(field)}${optional ? ', optional' : ''})`]
  })
}

function isDocument({ properties = {} }: JsonSchema): boolean {
  return Object.keys(properties).join() === 'documentId,sha256'
}

function shapeOf(field: JsonSchema): string {
  if (isDocument(field)) return 'document'
  if (field.enum) return field.enum.map((each) => `\`${each}\``).join(' or ')
  if (field.type === 'array') return `list of ${shapeOf(field.items ?? {})}`
  if (field.type === 'integer') return 'count'
  if (field.type === 'boolean') return 'true or false'
  if (field.format === 'uuid') return 'id'
  if (field.format === 'date-time') return 'instant'
  if (field.pattern?.startsWith('^\\+')) return 'E.164 text'
  if (field.maxLength === 100) return 'code'
  return field.maxLength === undefined ? 'text' : `text of ${field.maxLength}`
}

describe('the page of stored events', () => {
  test('lists every event that there is, and no other', () => {
    expect([...entries.keys()].sort()).toEqual([...eventTypes].sort())
  })

  test.each(eventTypes)('knows the fields of %s and their shapes', (type) => {
    const schema = z.toJSONSchema(schemas[type]) as JsonSchema
    expect(documented(entries.get(type) ?? '')).toEqual(stored(schema))
  })

  test.each([...entries])('says of %s which command causes it, and since when', (_type, entry) => {
    const commands = /Caused by ([\s\S]+?)Since\s(\d+\.\d+\.\d+)\./.exec(entry)
    const named = [...(commands?.[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    expect(named).not.toEqual([])
    expect(named.filter((name) => !(name in procedures))).toEqual([])
  })
})
