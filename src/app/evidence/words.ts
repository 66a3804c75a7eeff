import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Phrase } from '../../forecast/evidence/study';
import { en } from '../i18n/en';

type Texts = Readonly<Record<string, string>>;

const PHRASES: Texts = en.evidence.phrases;
const NAMES: Texts = en.evidence.names;

/** What files say in codes, in the words of the screen; what has no word there is shown as the file has it. */
export interface Words {
  phrase(phrase: Phrase): string;
  /** A forecaster, a group, a model, a fault; people (`uci:3A`) and other names stay as they are. */
  name(name: string): string;
}

export function wordsOf(t: TFunction): Words {
  const at = (path: string, values: Phrase['values'] = {}): string => t(path as 'app.name', values);
  const name = (key: string): string => (Object.hasOwn(NAMES, key) ? at(`evidence.names.${key}`) : key);
  return {
    phrase: ({ code, text, values }) => {
      if (Object.hasOwn(PHRASES, code)) return at(`evidence.phrases.${code}`, values);
      return Object.hasOwn(NAMES, code) ? name(code) : text;
    },
    name,
  };
}

export function useWords(): Words {
  const { t } = useTranslation();
  return wordsOf(t);
}
