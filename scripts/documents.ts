/** Something that a document of the project refers to; lines count from 1. */
export interface Reference {
  line: number;
  what: string;
}

/** A command that a document tells to run: `npm run SCRIPT`, or a COMMAND of the lab, with the options after it. */
export interface Told extends Reference {
  options: string[];
}

/** Links and headings are looked for outside of fenced code, commands everywhere. */
function linesOf(markdown: string, fences: 'with' | 'without'): { line: number; text: string }[] {
  let fenced = false;
  return markdown.split('\n').flatMap((text, i) => {
    const fence = /^\s*```/.test(text);
    if (fence) fenced = !fenced;
    return fences === 'without' && (fenced || fence) ? [] : [{ line: i + 1, text }];
  });
}

const found = (markdown: string, pattern: RegExp): Reference[] =>
  linesOf(markdown, 'without').flatMap(({ line, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ line, what: match[1] })),
  );

/** Targets of links and pictures within the project, with their `#heading`. */
export const linksOf = (markdown: string): Reference[] =>
  found(markdown, /\]\(([^)\s]+)\)/g).filter(({ what }) => !/^[a-z]+:/i.test(what));

/** The names of the headings in links, as GitHub makes them. */
export const headingsOf = (markdown: string): Set<string> =>
  new Set(
    found(markdown, /^#{1,6} +(.+)$/g).map(({ what }) =>
      what
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

/** Files and folders of the project in backticks, from its root. */
export const pathsOf = (markdown: string): Reference[] =>
  found(markdown, /`((?:src|lab|e2e|bench|scripts|docs|firmware|public)\/[\w./-]*|[A-Z]+\.md)`/g);

const told = (markdown: string, pattern: RegExp): Told[] =>
  linesOf(markdown, 'with').flatMap(({ line, text }) =>
    [...text.matchAll(pattern)].map(([, what, rest]) => ({
      line,
      what,
      options: [...rest.matchAll(/ \[?--([a-z][\w-]*)/g)].map((match) => match[1]),
    })),
  );

export const scriptsOf = (markdown: string): Told[] =>
  told(markdown, /npm run (?:-s )?([a-z][\w:-]*)((?: -- [^`|#<]*)?)/g);

export const labCommandsOf = (markdown: string): Told[] =>
  told(markdown, /npm run (?:-s )?lab -- ([a-z][\w-]*)([^`|#<]*)/g);
