import type { Catalogue } from '../catalogue';

export const pwa: Catalogue['pwa'] = {
  title: '离线使用',
  copy: {
    unsupported: '此浏览器不能在此保存应用副本：只有联网时才能打开。',
    not_yet: '尚未保存。空闲几秒钟后会自动保存。',
    storing: '正在保存…',
    stored: '已保存在本机：没有网络也能打开，包括全部模型。',
    failed: '这次未能保存，下次访问时会重试。应用本身可正常使用。',
  },
  install: '安装…',
  installHint: '若想作为独立应用使用：请在浏览器菜单中选择“安装”。',
  installed: '已安装。',
  newVersion: {
    entry: '新版本',
    title: '新版本已就绪',
    lead: '新版本已在本机。患者、训练记录、模型和设置保持不变。',
    in_session: '正在进行训练，训练中不会重新加载。请先断开连接，或稍后再更新。',
    other_windows:
      'Stridecast 还在另一个窗口中打开，更新会使那个窗口缺失文件。请先关闭那个窗口，再在此重新加载。',
    reload: '立即重新加载',
    later: '稍后',
    laterNote: '如不操作，关闭 Stridecast 的所有窗口后会自动启用新版本。',
  },
};
