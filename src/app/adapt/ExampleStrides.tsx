import { useTranslation } from 'react-i18next';
import type { ExampleStride } from '../../engine/adapt-protocol';
import { fixed } from '../format';
import { Chart } from './chart/Chart';
import { Legend } from './chart/Legend';
import { meanError } from './comparison';
import classes from './ExampleStrides.module.css';
import panel from './Panel.module.css';

/** Two or three kept-back strides as they were, and as both models had them. */
export function ExampleStrides({ examples }: { examples: readonly ExampleStride[] }) {
  const { t } = useTranslation();
  if (examples.length === 0) return null;
  return (
    <section className={panel.panel} aria-labelledby="examples-title" data-testid="examples">
      <h3 id="examples-title">{t('adapt.compare.examples', { ms: examples[0].ms })}</h3>
      <div className={classes.examples}>
        {examples.map((example, i) => (
          <Chart
            key={example.strideId}
            label={t('adapt.compare.exampleAlt', {
              n: i + 1,
              before: fixed(meanError(example.measured, example.before), 2),
              after: fixed(meanError(example.measured, example.after), 2),
            })}
            xs={Array.from(example.measured, (_, tick) => tick / example.rate)}
            xTitle={t('adapt.compare.time')}
            yTitle={t('strips.degrees')}
            curves={[
              { look: 'measured', ys: example.measured },
              { look: 'before', ys: example.before },
              { look: 'after', ys: example.after },
            ]}
            height={190}
            testid="example"
          />
        ))}
      </div>
      <Legend
        entries={[
          ['measured', t('adapt.compare.measured')],
          ['before', t('adapt.compare.legendBefore')],
          ['after', t('adapt.compare.legendAfter')],
        ]}
      />
    </section>
  );
}
