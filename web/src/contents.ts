import type { Page } from './contract';
import { fileName } from './chart';
import { make } from './dom';

/** From so many parts on a page has a table of contents. */
const fewest = 3;

/** The heading of a part; its name is what a link points at. */
export function sectionHead(title: string, caption: string | undefined, taken: Set<string>): HTMLElement {
  const section = make('div', 'section wide'), head = make('h2', '', title);
  let name = fileName(title);
  for (let n = 2; taken.has(name); n++) name = `${fileName(title)}-${n}`;
  taken.add(name);
  head.id = name;
  section.append(head);
  if (caption) section.append(make('p', 'caption', caption));
  return section;
}

export function hasContents(page: Page): boolean {
  return page.blocks.filter(block => block.kind === 'section').length >= fewest;
}

/** Links to the parts; the one that is read is marked. */
export function contents(heads: HTMLElement[]): HTMLElement {
  const nav = make('nav', 'contents wide');
  nav.setAttribute('aria-label', 'Contents');
  const links = new Map(heads.map(head => {
    const link = make('a', '', head.textContent!);
    link.href = `#${head.id}`;
    return [head, link];
  }));
  nav.append(...links.values());
  const here = () => {
    const read = heads.filter(head => head.getBoundingClientRect().top < innerHeight / 3).at(-1);
    for (const [head, link] of links) link.toggleAttribute('aria-current', head === read);
  };
  addEventListener('scroll', here, { passive: true });
  return nav;
}
