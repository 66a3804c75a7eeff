import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { ConnectPanel } from '../connect/ConnectPanel';
import { DropZone } from '../connect/DropZone';
import { ProblemPanel } from '../connect/ProblemPanel';
import { ProtocolBar } from '../protocol/ProtocolBar';
import { SignalCheckDialog } from '../signal-check/SignalCheckDialog';
import { useApp } from '../store/store';
import { ToolsBar } from '../tools/ToolsBar';
import { EventLine } from './EventLine';
import { FigurePanel } from './FigurePanel';
import classes from './LiveScreen.module.css';
import { ScorePanel } from './ScorePanel';
import { Strips } from './Strips';
import { Toolbar } from './Toolbar';
import { useIsAtWork } from './use-is-at-work';

/** The main screen: how to connect while nothing streams, and the leg, its forecast and the scores while something does. */
export default function LiveScreen() {
  const { t } = useTranslation();
  const atWork = useIsAtWork();
  const problem = useApp(useShallow((s) => s.pageProblem ?? s.engine?.problem ?? null));
  return (
    <DropZone>
      <h1 className="visually-hidden">{t('live.title')}</h1>
      {problem && <ProblemPanel problem={problem} compact={atWork} />}
      {atWork ? (
        <div className={classes.work} data-testid="workspace">
          <div className={classes.tools}>
            <ProtocolBar />
            <Toolbar />
            <ToolsBar />
          </div>
          <FigurePanel />
          <Strips />
          <ScorePanel />
          <div className={classes.events}>
            <EventLine />
          </div>
        </div>
      ) : (
        <ConnectPanel />
      )}
      <SignalCheckDialog />
    </DropZone>
  );
}
