import { registerPaths, type PathTable } from '#platform/words/paths.ts';

/** THE table of addresses: canonical (English, the folder below `routes/`) → Vietnamese. */
export const paths: PathTable = {
  '/ideas': '/hien-ke',
  '/ideas/new': '/hien-ke/gui',
  '/ideas/sent': '/hien-ke/da-gui',
  '/ideas/track': '/hien-ke/theo-doi',
  '/ideas/track/view': '/hien-ke/theo-doi/xem',
  '/ideas/track/withdraw': '/hien-ke/theo-doi/rut',
  '/ideas/where': '/hien-ke/noi-tiep-nhan',
  '/ideas/places': '/hien-ke/theo-noi',
  '/ideas/follow': '/hien-ke/nhan-tin',
  '/ideas/follow/confirm': '/hien-ke/nhan-tin/xac-nhan',
  '/ideas/follow/leave': '/hien-ke/nhan-tin/huy',
  '/ideas/feeds': '/hien-ke/nguon-tin',
  '/ideas/overdue': '/hien-ke/qua-han',
  '/ideas/overdue/list.csv': '/hien-ke/qua-han/danh-sach.csv',
  '/ideas/transparency': '/hien-ke/minh-bach',
  '/ideas/ledger': '/hien-ke/so-cai',
  '/learn': '/hoc-tap',
  '/inform': '/thong-tin',
  '/account': '/thuc-hien',
  '/search': '/tim-kiem',
  '/privacy': '/quyen-rieng-tu',
  '/accessibility': '/tro-nang',
  '/open-data': '/du-lieu-mo',
  '/sign-in': '/dang-nhap',
  '/sign-out': '/dang-xuat',
  '/display': '/hien-thi',
  '/desk': '/quan-tri',
  '/desk/ideas': '/quan-tri/hien-ke',
  '/desk/ideas/bulk': '/quan-tri/hien-ke/xu-ly-nhieu',
  '/desk/answers': '/quan-tri/tra-loi',
};

registerPaths(paths);
