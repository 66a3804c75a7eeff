import { useTranslation } from 'react-i18next';
import { StorageSection } from '../backup/StorageSection';
import { OfflineSection } from '../pwa/OfflineSection';
import { ProtocolSection } from '../protocol/ProtocolSection';
import { TourSection } from '../tour/TourSection';
import { DeviceSection } from './DeviceSection';
import { JobsSection } from './JobsSection';
import { MappingSection } from './MappingSection';
import { ModelSection } from './ModelSection';
import classes from './SetupScreen.module.css';
import { ViewSection } from './ViewSection';

/** What is set once and remembered. */
export default function SetupScreen() {
  const { t } = useTranslation();
  return (
    <div className={classes.setup} data-testid="setup">
      <h1>{t('setup.title')}</h1>
      <ViewSection />
      <DeviceSection />
      <MappingSection />
      <ModelSection />
      <JobsSection />
      <ProtocolSection />
      <StorageSection />
      <OfflineSection />
      <TourSection />
      <p className={classes.note}>{t('app.researchLong')}</p>
    </div>
  );
}
