import type { ChartSpec } from '../chart.server.ts';

export const sampleChart: ChartSpec = {
  kind: 'columns',
  categories: ['Quý IV/2025', 'Quý I/2026', 'Quý II/2026', 'Quý III/2026'],
  series: [
    { name: 'Đã tiếp nhận', values: [22, 31, 45, 52] },
    { name: 'Trả lời đúng hạn', values: [20, 30, 44, 49] },
  ],
};
