import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repository } from '../tooling/tree.ts'
import { documents, readDocument } from './documents.ts'

/** Where links of a page lead inside the repository, from its root, each with the heading it names. */
function targets(file: string): readonly { readonly path: string; readonly anchor: string }[] {
  return [...readDocument(file).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', anchor = ''] = link.split('#')
      return { path: path === '' ? file : relative(repository, join(repository, dirname(file), path)), anchor }
    })
}

/** Headings as the web page names them: small letters, hyphens for blanks, nothing else but letters and digits. */
function anchors(file: string): readonly string[] {
  return [...readDocument(file).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Files of ours that a page names in code type; a pattern or a folder to be filled in is no file. */
function namedFiles(file: string): readonly string[] {
  const named = /`((?:src|test|migrations|scripts|compose|scenarios|bench|docs)\/[\w./-]+\.\w+)`/g
  return [...readDocument(file).matchAll(named)].map(([, path = '']) => path)
}

/** Addresses of the product's own interfaces; any other absolute path would be a place on somebody's machine. */
const ownAddresses = ['v1', 'health', 'openapi.json', 'docs', 'desk', 'registry', 'control']
/** Where the local launcher keeps root's Postgres. */
const ownFolders = ['/var/lib/clearline']

function absolutePaths(file: string): readonly string[] {
  const text = ownFolders.reduce((left, folder) => left.replaceAll(folder, ''), readDocument(file))
  return [...text.matchAll(/(?<=[\s`"'(=])\/([a-z][\w.-]*)[\w./:-]*/g)]
    .filter(([, first = '']) => !ownAddresses.includes(first))
    .map(([path]) => path)
}

describe.each(documents)('%s', (file) => {
  test('has no link to a file or a heading that is not there', () => {
    const dead = targets(file).filter(
      ({ path, anchor }) =>
        !existsSync(join(repository, path)) ||
        (anchor !== '' && path.endsWith('.md') && !anchors(path).includes(anchor)),
    )
    expect(dead).toEqual([])
  })

  test('has no link that leaves the repository', () => {
    expect(targets(file).filter(({ path }) => path.startsWith('..'))).toEqual([])
  })

  test('names no file of ours that is not there', () => {
    expect(namedFiles(file).filter((path) => !existsSync(join(repository, path)))).toEqual([])
  })

  test('names no place on a machine', () => {
    expect(absolutePaths(file)).toEqual([])
    expect(readDocument(file)).not.toMatch(/file:\/\/|(?<=[\s`"'(=])~\//)
  })
})
