import type { Catalogue } from '../catalogue';

export const tour: Catalogue['tour'] = {
  name: '导览',
  place: '第 {{n}} 步，共 {{of}} 步',
  invite: '第一次使用？',
  inviteLead: '不到一分钟的导览，带您看看要点。',
  start: '带我看看',
  dismiss: '不用了',
  back: '上一步',
  next: '下一步',
  end: '完成',
  leave: '结束导览',
  startDemo: '开始演示',
  setupLead: '不到一分钟，逐页指出要点。',
  steps: {
    connect: {
      title: '连接',
      text: '插好外骨骼，按“连接”。手边没有设备时，可由演示代为行走。',
    },
    forecast: {
      title: '腿将往哪里去',
      text: '墨色为实测，紫色为未来半秒的预测及其 90 % 区间。',
    },
    scores: {
      title: '预测有多准',
      text: '与简单方法并排实时评分；不可信的预测不会显示。',
    },
    stop: {
      title: '“停止”只是请求',
      text: '它通过线缆请求设备停止；真正的安全装置是物理急停。',
    },
    adapt: {
      title: '学习这位患者',
      text: '走几步，按一下。您看到前后对比，由您决定。',
    },
    sessions: {
      title: '全部保存在本机',
      text: '每次训练都以代号记录在这台电脑上，不会外传。',
    },
    evidence: {
      title: '依据是什么',
      text: '各模型在从未见过的人身上的表现。可在“设置”中再次打开导览。',
    },
  },
};
