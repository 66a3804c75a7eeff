import type { Catalogue } from '../catalogue';

export const models: Catalogue['models'] = {
  knee: '由膝关节历史预测膝关节',
  'knee-emg': '由膝关节历史和肌电预测膝关节',
  'knee-emg-only': '仅由肌电预测膝关节',
  'knee-force': '由历史、肌电和力预测膝关节（仿真）',
  'knee-memory': '由膝关节历史和之前的步态周期预测膝关节',
  legs: '由双腿预测髋、膝、踝',
  synergy: '由双腿和双臂预测髋、膝、踝',
};
