import { bodies, places, type SampleIdea } from './script.ts';

/** Procedures, digital skills, trade, signs, safety. */
export const offices: readonly SampleIdea[] = [
  {
    key: 'mot-cua-buoi-toi',
    ago: 87,
    at: '20:30',
    field: 'procedures',
    place: places.binhPhuoc,
    title: 'Mở bộ phận một cửa đến 19 giờ tối thứ Năm',
    body: `Tôi làm công nhân, muốn chứng thực một tờ giấy phải xin nghỉ nửa ngày, mất 150 nghìn đồng. Cả dãy trọ ai cũng vậy.

Đề xuất mỗi tuần mở thêm một buổi từ 17 đến 19 giờ, chỉ cần ba việc hay làm nhất: chứng thực, hộ tịch, nhận kết quả. Cán bộ được nghỉ bù sáng hôm sau.`,
    author: { name: 'Nguyễn Thị Thanh Tuyền', phone: '0900 000 401' },
    supporters: 52,
    then: [
      { ago: 84, at: '08:15', does: 'accept' },
      { ago: 83, at: '09:40', does: 'route', lead: bodies.services, with: [bodies.committeeOf(places.binhPhuoc)] },
      { ago: 75, at: '14:00', does: 'appraise' },
      {
        ago: 61,
        at: '10:10',
        does: 'answer',
        outcome: 'adopted',
        text: `Trung tâm Phục vụ hành chính công tiếp thu và làm thử ba tháng tại phường Bình Phước: thứ Năm mở đến 19 giờ cho chứng thực, hộ tịch, trả kết quả. Người dân có thể lấy số trước trên điện thoại hoặc gọi số máy niêm yết ở cửa.

Công chức trực được nghỉ bù theo quy định. Sau ba tháng, số lượt người đến mỗi buổi được công khai để quyết định mở ở các phường khác.`,
        milestones: [
          { title: 'Buổi tối đầu tiên', dueAgo: 46, doneAgo: 49, note: 'Buổi đầu có 37 lượt người.' },
          { title: 'Công khai số lượt sau ba tháng', dueAgo: -44 },
        ],
      },
      { ago: 44, at: '21:00', does: 'confirm', done: true, text: 'Tôi đã chứng thực lúc 18 giờ 20, chờ 10 phút.' },
    ],
  },
  {
    key: 'lop-dien-thoai-nguoi-lon-tuoi',
    ago: 82,
    at: '09:05',
    field: 'digital',
    place: places.dongXoai,
    title: 'Lớp dùng điện thoại thông minh cho người lớn tuổi ở nhà văn hóa',
    body: `Tôi 68 tuổi, con cháu cài định danh điện tử cho nhưng không biết mở. Nhờ người khác thì ngại lộ mật khẩu.

Đề xuất mỗi khu phố mở lớp 6 buổi sáng thứ Bảy, mỗi lớp 12 người, đoàn viên ngồi cạnh từng người: gọi hình, nộp hồ sơ, xem lịch khám, nhận ra tin nhắn lừa đảo. Tài liệu in chữ to.`,
    author: { name: 'Lâm Thị Huệ', phone: '0900 000 402' },
    supporters: 29,
    then: [
      { ago: 78, at: '08:50', does: 'accept' },
      { ago: 77, at: '15:20', does: 'route', lead: bodies.committeeOf(places.dongXoai), with: [bodies.youth, bodies.science] },
      { ago: 71, at: '09:15', does: 'appraise' },
      {
        ago: 56,
        at: '14:30',
        does: 'answer',
        outcome: 'adopted',
        text: `Ủy ban nhân dân phường tiếp thu. Tổ công nghệ số cộng đồng và Đoàn phường mở lớp tại bốn nhà văn hóa khu phố, mỗi lớp 12 người, sáu buổi, không thu tiền. Tài liệu chữ 16, có phần nhận biết tin nhắn lừa đảo.

Ai không đến được thì đăng ký để đoàn viên đến nhà.`,
        milestones: [
          { title: 'Mở bốn lớp đầu tiên', dueAgo: 33, doneAgo: 35, note: '46 người học, 43 người học đủ sáu buổi.' },
          { title: 'Mở ở sáu khu phố còn lại', dueAgo: -37 },
        ],
      },
      { ago: 28, at: '10:40', does: 'confirm', done: true, text: 'Tôi học xong, tự đặt được lịch khám.' },
    ],
  },
  {
    key: 'bien-ba-thu-tieng-hoa-lu',
    ago: 88,
    at: '11:25',
    field: 'economy',
    place: places.locThanhBorder,
    title: 'Biển chỉ dẫn ba thứ tiếng ở cửa khẩu Hoa Lư',
    body: `Người dân hai bên qua lại buôn bán, khám bệnh nhưng biển chỉ có tiếng Việt. Nhiều người Campuchia đi nhầm làn xe tải, phải quay đầu.

Đề xuất biển tiếng Việt, Khmer và Anh ở: làn xe, nơi đóng dấu, đổi tiền, nhà vệ sinh, bến xe, trạm y tế; kèm hình vẽ để ai cũng hiểu. Sơ đồ đặt 9 biển tôi gửi kèm.`,
    author: { name: 'Lâm Sóc Kha', phone: '0900 000 403' },
    picture: 'border-signs',
    supporters: 33,
    then: [
      { ago: 85, at: '10:00', does: 'accept' },
      {
        ago: 84,
        at: '14:30',
        does: 'route',
        lead: bodies.construction,
        with: [bodies.foreign, bodies.committeeOf(places.locThanhBorder)],
      },
      { ago: 76, at: '08:30', does: 'appraise' },
      {
        ago: 59,
        at: '09:35',
        does: 'answer',
        outcome: 'adopted',
        text: `Sở Xây dựng tiếp thu. Đoàn kiểm tra đã đi cùng đơn vị quản lý cửa khẩu và thống nhất 9 vị trí như sơ đồ, thêm một biển ở bãi chờ xe tải.

Mẫu biển có chữ Việt, Khmer, Anh và hình vẽ theo quy chuẩn báo hiệu đường bộ; chữ Khmer do Sở Ngoại vụ nhờ người bản ngữ đọc lại hai lần trước khi in.`,
        milestones: [
          { title: 'Duyệt mẫu chữ ba thứ tiếng', dueAgo: 28, doneAgo: 29, note: 'Đã sửa hai chỗ chữ Khmer theo góp ý.' },
          { title: 'Dựng 10 biển', dueAgo: -18 },
        ],
      },
    ],
  },
  {
    key: 'huong-dan-nghe-thu-tuc',
    ago: 30,
    at: '14:15',
    field: 'procedures',
    place: places.phuocLong,
    title: 'Dán mã QR mở bài hướng dẫn nghe bằng tiếng S’tiêng ở nơi nộp hồ sơ',
    body: `Mẹ tôi không biết chữ, mỗi lần làm giấy khai sinh cho cháu phải nhờ người. Đề xuất dán mã QR cạnh mỗi mẫu đơn, quét là nghe hướng dẫn 1 phút bằng tiếng S’tiêng: cần giấy gì, điền ô nào, mấy ngày xong. Ai không có điện thoại thì có máy nghe ở quầy.`,
    author: { name: 'Điểu Thị Ngọc', email: 'dieu.ngoc@vi-du.example' },
    supporters: 23,
    then: [
      { ago: 26, at: '09:05', does: 'accept' },
      { ago: 25, at: '15:15', does: 'route', lead: bodies.services, with: [bodies.peoples] },
      { ago: 12, at: '10:10', does: 'appraise' },
    ],
  },
  {
    key: 'lich-cat-dien',
    ago: 13,
    at: '07:50',
    field: 'digital',
    place: places.nhonTrach,
    title: 'Bản đồ lịch cắt điện, cắt nước của cả tuần trên một trang',
    body: `Lịch cắt điện ở một nơi, cắt nước một nơi, sửa đường một nơi. Đề xuất một trang bản đồ gom cả ba, xem theo xã, phường, đăng ký nhận tin nhắn trước một ngày. Nhà nuôi cá, ấp trứng rất cần.`,
    author: { name: 'Nguyễn Hoàng Long' },
    supporters: 14,
    then: [
      { ago: 9, at: '08:45', does: 'accept' },
      {
        ago: 7,
        at: '10:15',
        does: 'reword',
        title: 'Một trang bản đồ gom lịch cắt điện, cắt nước và sửa đường trong tuần',
        body: `Lịch cắt điện, lịch cắt nước và lịch sửa đường hiện ở ba nơi khác nhau. Đề xuất một trang bản đồ gom cả ba, xem theo xã, phường, cho đăng ký nhận tin nhắn trước một ngày. Các hộ nuôi cá, ấp trứng rất cần.`,
        note: 'Sửa tên cho rõ ba loại lịch; ý của tác giả giữ nguyên.',
      },
    ],
  },
  {
    key: 'wifi-nha-van-hoa',
    ago: 26,
    at: '21:35',
    field: 'digital',
    place: places.thanhLuong,
    title: 'Wi-Fi ở nhà văn hóa ấp để bà con nộp hồ sơ và các em học',
    body: `Sóng di động ở ấp (xã Thanh Lương cũ) chập chờn. Nhà văn hóa có điện, có người trông. Đề xuất lắp Wi-Fi mở từ 6 đến 21 giờ, một máy in dùng chung trả tiền giấy.`,
    author: { name: 'Thị Hạnh' },
    supporters: 11,
    then: [
      { ago: 22, at: '09:30', does: 'accept' },
      {
        ago: 18,
        at: '14:50',
        does: 'ask',
        text: 'Xin ông/bà cho biết tên ấp và nhà văn hóa đã có đường cáp quang đến chưa (xem có hộp cáp ở trụ gần nhất không).',
      },
    ],
  },
  {
    key: 'cho-phien-cuoi-tuan',
    ago: 6,
    at: '16:20',
    field: 'economy',
    place: places.namCatTien,
    title: 'Chợ phiên nông sản cuối tuần ở gần bến đò',
    body: `Khách đến rừng cuối tuần muốn mua trái cây, mật ong, hàng dệt mà không có chỗ. Đề xuất chợ phiên sáng thứ Bảy, Chủ nhật, 30 gian tre, người trong xã bán hàng mình làm ra, có niêm yết giá.`,
    author: { name: 'Ka Thoa', phone: '0900 000 404' },
    then: [
      {
        ago: 3,
        at: '09:40',
        does: 'ask',
        text: 'Xin ông/bà cho biết thêm: khu đất gần bến đò thuộc ai quản lý, và khoảng bao nhiêu hộ muốn bán hàng?',
      },
    ],
  },
  {
    key: 'cho-do-xe-tai',
    ago: 29,
    at: '13:10',
    field: 'safety',
    place: places.locThanhBorder,
    title: 'Bãi chờ cho xe tải làm thủ tục để khỏi đậu dọc quốc lộ 13',
    body: `Cuối tuần xe tải chờ thông quan đậu nối đuôi gần 2 km, xe máy phải chạy ra giữa đường. Đề xuất dùng khu đất trống cách cửa khẩu 3 km làm bãi chờ có nhà vệ sinh, gọi xe lên theo số thứ tự.`,
    author: { name: 'Thạch Văn Sơn' },
    supporters: 20,
    then: [
      { ago: 25, at: '08:30', does: 'accept' },
      { ago: 24, at: '09:00', does: 'route', lead: bodies.police, with: [bodies.construction] },
    ],
  },
  {
    key: 'tai-lieu-hop-chi-bo',
    ago: 15,
    at: '08:25',
    field: 'party_building',
    place: places.chonThanh,
    title: 'Gửi tài liệu họp chi bộ trước ba ngày, chữ to, có bản nghe',
    body: `Chi bộ ấp nhiều đồng chí trên 60 tuổi, đến họp mới nhận tài liệu thì không kịp đọc. Đề xuất gửi trước ba ngày, bản in chữ 16 và bản ghi âm 10 phút để nghe trên điện thoại.`,
    supporters: 9,
    then: [{ ago: 11, at: '10:50', does: 'accept' }],
  },
  {
    key: 'ban-do-loi-thoat-hiem',
    ago: 8,
    at: '22:05',
    field: 'safety',
    place: places.tranBien,
    title: 'Diễn tập thoát hiểm và dán sơ đồ ở các dãy nhà trọ công nhân',
    body: `Dãy trọ tôi có 48 phòng, một lối ra, xe máy để kín hành lang. Đề xuất mỗi dãy trên 20 phòng dán sơ đồ thoát hiểm, có bình chữa cháy, mỗi năm diễn tập một tối. Tôi nhận vẽ sơ đồ cho dãy mình.`,
    author: { name: 'Nguyễn Văn Khởi', phone: '0900 000 405' },
  },
  {
    key: 'tin-nhan-lua-dao',
    ago: 1,
    at: '09:25',
    field: 'digital',
    place: places.bienHoa,
    title: 'Mỗi tuần một tin ngắn về thủ đoạn lừa đảo qua điện thoại',
    body: `Mẹ tôi suýt chuyển 30 triệu vì người tự xưng là cán bộ. Đề xuất mỗi tuần phát một tin ngắn trên loa và nhóm khu phố: thủ đoạn mới là gì, làm gì khi gặp, gọi số nào. Có cả bản tiếng Hoa, Khmer, S’tiêng.`,
    author: { name: 'Trần Mỹ Linh', email: 'tran.my.linh@vi-du.example' },
  },
  {
    key: 'cho-xem-lich-tiep-dan',
    ago: 3,
    at: '14:35',
    field: 'party_building',
    place: places.locNinh,
    title: 'Công khai lịch tiếp dân của lãnh đạo phường và cho hẹn giờ trước',
    body: `Muốn gặp lãnh đạo phải đến hỏi hai ba lần mới trúng hôm tiếp dân. Đề xuất đăng lịch cả tháng, cho hẹn giờ trước qua điện thoại, mỗi người 20 phút, ghi lại việc đã hứa.`,
  },
];
