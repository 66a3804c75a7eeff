import type { DisplayLook } from '../../engine/feedback/display-protocol';

interface ScreenAddress {
  /** null: the page was opened by itself, and nobody talks to it. */
  readonly channelId: string | null;
  /** Until the engine says otherwise. */
  readonly look: DisplayLook;
  /** Single letters act. */
  readonly letterKeys: boolean;
}

/** `display.html#<channel>?lang=zh&scheme=dark`: behind the hash, so no server is told. */
export function screenAddress({ channelId, look, letterKeys }: ScreenAddress): string {
  const keys = letterKeys ? '' : '&keys=off';
  return `display.html#${encodeURIComponent(channelId ?? '')}?lang=${look.language}&scheme=${look.scheme}${keys}`;
}

export function readAddress(hash: string, browserLanguage: string): ScreenAddress {
  const [id = '', query = ''] = hash.replace(/^#/, '').split('?');
  const params = new URLSearchParams(query);
  const language = params.get('lang') ?? browserLanguage;
  return {
    channelId: decoded(id) || null,
    look: {
      language: /^zh\b/i.test(language) ? 'zh' : 'en',
      scheme: params.get('scheme') === 'dark' ? 'dark' : 'light',
    },
    letterKeys: params.get('keys') !== 'off',
  };
}

/** null where it is no text. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
