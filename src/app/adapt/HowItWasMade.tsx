import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../engine/adapt-protocol';
import { en } from '../i18n/en';
import { fixed } from '../format';
import { Chart } from './chart/Chart';
import classes from './HowItWasMade.module.css';
import panel from './Panel.module.css';

type Method = keyof typeof en.adapt.compare.methods;

const isMethod = (id: string): id is Method => Object.hasOwn(en.adapt.compare.methods, id);

/** Method, strides, time and the loss curve, folded away. */
export function HowItWasMade({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { method, trainingStrides, keptBackStrides, seconds, losses } = comparison;
  return (
    <section className={panel.panel}>
      <details data-testid="how-it-was-made" data-seconds={seconds} data-method={method}>
        <summary className={classes.summary}>{t('adapt.compare.details')}</summary>
        <dl className={classes.facts}>
          <dt>{t('adapt.compare.method')}</dt>
          <dd>{isMethod(method) ? t(`adapt.compare.methods.${method}`) : method}</dd>
          <dt>{t('adapt.compare.strides')}</dt>
          <dd>{t('adapt.compare.stridesOf', { training: trainingStrides, keptBack: keptBackStrides })}</dd>
          <dt>{t('adapt.compare.seconds')}</dt>
          <dd>{t('adapt.walk.seconds', { value: fixed(seconds, 1) })}</dd>
        </dl>
        {losses.length > 1 && (
          <Chart
            label={t('adapt.go.loss')}
            xs={losses.map((_, i) => i + 1)}
            xTitle={t('adapt.go.step')}
            yTitle={t('adapt.go.loss')}
            curves={[{ look: 'after', ys: losses }]}
            height={160}
            fromZero
          />
        )}
      </details>
    </section>
  );
}
