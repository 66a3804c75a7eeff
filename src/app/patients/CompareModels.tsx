import { useTranslation } from 'react-i18next';
import type { PersonalModelRecord } from '../../records/shapes/personal-model';
import { fixed } from '../format';
import { numberOf } from '../link/personal-number';
import { channelLabel } from '../names';
import { compared } from './lineage';
import classes from './Patients.module.css';
import { ScrollX } from '../shell/ScrollX';

/** Scores of two models from two sessions, side by side. */
export function CompareModels({
  pair,
  all,
}: {
  pair: readonly PersonalModelRecord[];
  all: readonly PersonalModelRecord[];
}) {
  const { t, i18n } = useTranslation();
  return (
    <section aria-labelledby="compare-models" className={classes.form} data-testid="compare-models">
      <h3 id="compare-models">{t('patients.model.compareTitle')}</h3>
      <p className={classes.note}>{t('patients.model.compareNote')}</p>
      <ScrollX label={t('patients.model.compareTitle')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('scores.joint')}</th>
              <th scope="col">{t('patients.model.horizon')}</th>
              {pair.map((m) => (
                <th key={m.id} scope="col">
                  {t('patients.model.name', { n: numberOf(m, all) })}
                  <small>{new Date(m.createdAt).toLocaleDateString(i18n.language)}</small>
                  <small>
                    {t('patients.model.before')} → {t('patients.model.after')}
                  </small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {compared(pair).map(({ joint, ms, scores }) => (
              <tr key={`${joint} ${ms}`}>
                <th scope="row">{channelLabel(t, joint)}</th>
                <td>{ms}</td>
                {scores.map((score, i) => (
                  <td key={pair[i].id}>
                    {score ? `${fixed(score.before, 2)}° → ${fixed(score.after, 2)}°` : t('app.none')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </section>
  );
}
