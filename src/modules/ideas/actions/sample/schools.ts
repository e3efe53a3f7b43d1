import { bodies, places, type SampleIdea } from './script.ts';

/** Schools, clinics, playgrounds, books. */
export const schools: readonly SampleIdea[] = [
  {
    key: 'loa-tieng-stieng',
    ago: 88,
    at: '10:15',
    field: 'health',
    place: places.bomBo,
    title: 'Phát lịch tiêm chủng bằng tiếng S’tiêng và tiếng Khmer trên loa thôn',
    body: `Nhiều bà trong thôn nghe tiếng phổ thông không rõ nên quên ngày tiêm của cháu. Cán bộ y tế phải đi từng nhà.

Đề xuất thu âm lịch tiêm mỗi tháng bằng tiếng S’tiêng và tiếng Khmer, phát trên loa lúc 5 giờ 30 và 18 giờ trong ba ngày trước buổi tiêm. Thu một lần, đổi ngày là dùng lại được. Già làng và cô giáo mầm non nhận đọc.`,
    author: { name: 'Thị Xuân', phone: '0900 000 201' },
    supporters: 38,
    then: [
      { ago: 85, at: '09:20', does: 'accept' },
      { ago: 84, at: '14:10', does: 'route', lead: bodies.health, with: [bodies.peoples, bodies.broadcaster] },
      { ago: 76, at: '10:00', does: 'appraise' },
      {
        ago: 62,
        at: '09:45',
        does: 'answer',
        outcome: 'adopted',
        text: `Sở Y tế tiếp thu. Trạm y tế xã soạn một bài 60 giây, có chỗ trống cho ngày giờ; già làng đọc tiếng S’tiêng, giáo viên đọc tiếng Khmer, Đài thu âm và gửi tệp cho các thôn.

Ba thôn đông người S’tiêng và Khmer làm trước; nếu tỷ lệ tiêm đúng lịch tăng thì mở rộng ra các xã khác. Bản ghi chỉ có tiếng nói, không dịch máy.`,
        milestones: [
          { title: 'Thu âm hai thứ tiếng, phát ở ba thôn', dueAgo: 36, doneAgo: 39, note: 'Đã phát ba buổi trước ngày tiêm.' },
          { title: 'So tỷ lệ tiêm đúng lịch trước và sau ba tháng', dueAgo: -66 },
        ],
      },
      { ago: 26, at: '18:40', does: 'confirm', done: true, text: 'Loa phát hai thứ tiếng rồi, các bà nghe hiểu, nhớ ngày.' },
    ],
  },
  {
    key: 'truc-toi-tram-y-te',
    ago: 40,
    at: '20:25',
    field: 'health',
    place: places.phuRieng,
    title: 'Trạm y tế khám thêm buổi tối thứ Ba và thứ Sáu',
    body: `Công nhân cạo mủ làm từ 2 giờ sáng, ban ngày ngủ, tan ca thì trạm đã đóng cửa. Đề xuất trạm khám thêm hai buổi tối từ 17 giờ 30 đến 20 giờ, cho đăng ký trước qua điện thoại để biết bao nhiêu người.`,
    author: { name: 'Nguyễn Văn Tám', phone: '0900 000 202' },
    supporters: 26,
    then: [
      { ago: 36, at: '09:15', does: 'accept' },
      { ago: 35, at: '14:20', does: 'route', lead: bodies.health, with: [bodies.committeeOf(places.phuRieng)] },
    ],
  },
  {
    key: 'bien-khmer-tram-y-te',
    ago: 33,
    at: '16:30',
    field: 'health',
    place: places.locHung,
    language: 'km',
    title: 'សុំដាក់ផ្លាកជាភាសាខ្មែរនៅមណ្ឌលសុខភាព',
    body: `មនុស្សចាស់ជាច្រើននៅភូមិយើង អានភាសាវៀតណាមមិនទាន់ស្ទាត់ទេ។ ពេលទៅមណ្ឌលសុខភាព គាត់មិនដឹងថាត្រូវចូលបន្ទប់ណា។

ខ្ញុំស្នើឱ្យដាក់ផ្លាកជាភាសាខ្មែរនៅបន្ទប់ពិនិត្យ បន្ទប់ចាក់វ៉ាក់សាំង កន្លែងបើកថ្នាំ និងម៉ោងធ្វើការ។ គ្រូនៅវត្តអាចជួយសរសេរឱ្យត្រឹមត្រូវ។`,
    author: { name: 'Thạch Sa Rây', phone: '0900 000 203' },
    supporters: 22,
    then: [
      { ago: 29, at: '10:40', does: 'accept' },
      {
        ago: 28,
        at: '09:05',
        does: 'route',
        lead: bodies.health,
        with: [bodies.peoples],
        note: 'Đề nghị đặt biển tiếng Khmer tại trạm y tế: phòng khám, phòng tiêm, nơi phát thuốc, giờ làm việc.',
      },
      { ago: 12, at: '15:10', does: 'appraise' },
    ],
  },
  {
    key: 'ho-boi-moi-xa',
    ago: 125,
    at: '17:25',
    field: 'education',
    place: places.dinhQuan,
    title: 'Mỗi xã có một hồ bơi để dạy trẻ em biết bơi',
    body: `Xã có nhiều ao, suối, hè nào cũng nghe chuyện đuối nước. Đề xuất mỗi xã xây một hồ bơi nhỏ gần trường trung học cơ sở, dạy bơi cho các em từ lớp 3, thu phí bằng tiền một ly nước.`,
    author: { name: 'Phạm Thị Lành' },
    supporters: 44,
    then: [
      { ago: 121, at: '09:55', does: 'accept' },
      { ago: 120, at: '15:15', does: 'route', lead: bodies.schools, with: [bodies.culture, bodies.youth] },
      { ago: 108, at: '10:10', does: 'appraise' },
      {
        ago: 96,
        at: '10:30',
        does: 'answer',
        outcome: 'noted',
        text: `Sở Giáo dục và Đào tạo đồng tình với mục tiêu. Chưa triển khai hồ bơi ở mọi xã vì mỗi hồ cần khoảng 4,5 tỷ đồng, cộng chi phí vận hành và hai người cứu hộ; ngân sách sự nghiệp hiện nay chưa bố trí được cho hơn 60 xã.

Thay vào đó, hè này Sở đặt 12 bể bơi lắp ghép luân phiên ở các cụm trường, ưu tiên nơi có nhiều ao, suối. Kết quả số em biết bơi ở từng cụm sẽ được công khai để tính bước tiếp theo.`,
      },
    ],
  },
  {
    key: 'nuoc-uong-truong-xa',
    ago: 17,
    at: '11:40',
    field: 'education',
    place: places.buGiaMap,
    title: 'Máy lọc nước uống tại vòi cho các điểm trường xa',
    body: `Điểm trường có 70 học sinh, mùa khô mua nước bình 20 lít chở 14 km, có hôm hết nước. Đề xuất lắp máy lọc tại vòi dùng nước giếng khoan sẵn có, thay lõi sáu tháng một lần, trạm y tế lấy mẫu thử mỗi quý.`,
    author: { name: 'Điểu Thị Hoa', phone: '0900 000 204' },
    supporters: 16,
    then: [
      { ago: 13, at: '08:35', does: 'accept' },
      { ago: 11, at: '14:45', does: 'route', lead: bodies.schools, with: [bodies.health] },
    ],
  },
  {
    key: 'muon-sach-giao-khoa',
    ago: 2,
    at: '20:50',
    field: 'education',
    place: places.trangBom,
    title: 'Tủ sách giáo khoa cho mượn rồi trả lại vào cuối năm',
    body: `Mỗi năm một bộ sách mua mới khoảng 400 nghìn đồng, học xong bỏ góc nhà. Đề xuất mỗi trường lập tủ sách cho mượn: cuối năm các em trả lại, thư viện dán bìa, năm sau cho khóa dưới mượn. Nhà khó khăn được mượn trước.`,
    author: { name: 'Nguyễn Thị Hồng Gấm', email: 'hong.gam@vi-du.example' },
  },
  {
    key: 'thu-vien-luu-dong',
    ago: 44,
    at: '15:35',
    field: 'culture',
    place: places.dakNhau,
    title: 'Xe thư viện lưu động đến các thôn xa mỗi tháng một lần',
    body: `Từ thôn tôi đến thư viện gần nhất 38 km. Đề xuất dùng một xe tải nhỏ đóng kệ sách, mỗi tháng ghé mỗi thôn một buổi chiều, cho mượn sách, đọc truyện cho các em, có cả sách song ngữ và tệp nghe tiếng S’tiêng.`,
    author: { name: 'Thị Mai', phone: '0900 000 205' },
    supporters: 21,
    then: [
      { ago: 40, at: '08:30', does: 'accept' },
      { ago: 39, at: '10:15', does: 'route', lead: bodies.culture, with: [bodies.peoples, bodies.youth] },
      { ago: 30, at: '14:10', does: 'appraise' },
      {
        ago: 7,
        at: '09:50',
        does: 'answer',
        outcome: 'adopted',
        text: `Sở Văn hóa, Thể thao và Du lịch tiếp thu. Thư viện thành phố có một xe chuyên dụng chạy ở các phường trung tâm bốn ngày mỗi tuần; từ quý tới, xe dành bốn ngày mỗi tháng cho các thôn cách thư viện trên 30 km, bắt đầu ở ba xã phía bắc.

Lịch xe được báo trước hai tuần trên loa thôn. Tài liệu nghe tiếng S’tiêng do Sở Dân tộc và Tôn giáo cung cấp.`,
        milestones: [
          { title: 'Công bố lịch xe quý tới cho 12 thôn', dueAgo: -9 },
          { title: 'Chuyến đầu tiên đến Đak Nhau', dueAgo: -40 },
        ],
      },
    ],
  },
  {
    key: 'san-choi-ho-suoi-cam',
    ago: 44,
    at: '18:05',
    field: 'culture',
    place: places.dongXoai,
    title: 'Biến bãi đất trống bên hồ thành sân chơi có bóng mát',
    body: `Bãi đất khoảng 900 m² cạnh hồ để cỏ mọc và đổ xà bần. Cả khu phố có hơn 200 trẻ em mà không có chỗ chơi, chiều nào cũng đá bóng dưới đường.

Đề xuất: san phẳng, trồng 12 cây bóng mát, một xích đu, một cầu tuột, một hố cát, ghế cho ông bà ngồi trông cháu, lối đi cho xe lăn. Bản vẽ tay kèm theo. Khu phố nhận tưới cây hai năm đầu.`,
    author: { name: 'Lâm Quốc Tuấn', email: 'lam.quoc.tuan@vi-du.example', phone: '0900 000 206' },
    picture: 'playground',
    supporters: 49,
    then: [
      { ago: 40, at: '09:10', does: 'accept' },
      { ago: 39, at: '15:30', does: 'route', lead: bodies.committeeOf(places.dongXoai), with: [bodies.construction, bodies.youth] },
      { ago: 32, at: '08:40', does: 'appraise' },
      {
        ago: 12,
        at: '16:00',
        does: 'extend',
        days: 21,
        reason: 'Một phần bãi đất nằm trong hành lang bảo vệ hồ; phường đang xin ý kiến bằng văn bản về những gì được đặt trong hành lang.',
      },
    ],
  },
  {
    key: 'san-truong-cuoi-tuan',
    ago: 25,
    at: '19:20',
    field: 'culture',
    place: places.tanKhai,
    title: 'Mở cửa sân trường cho trẻ em chơi chiều thứ Bảy, Chủ nhật',
    body: `Trường có sân rộng, cuối tuần khóa cổng, trẻ em chơi ngoài đường. Đề xuất mở cổng từ 15 đến 18 giờ hai ngày cuối tuần, đoàn thanh niên và phụ huynh thay nhau trông, có nội quy treo ở cổng.`,
    author: { name: 'Thạch Minh Hiếu' },
    supporters: 36,
    then: [
      { ago: 21, at: '10:20', does: 'accept' },
      { ago: 20, at: '09:00', does: 'route', lead: bodies.schools, with: [bodies.committeeOf(places.tanKhai), bodies.youth] },
      { ago: 18, at: '14:30', does: 'appraise' },
      {
        ago: 11,
        at: '15:40',
        does: 'answer',
        outcome: 'adopted',
        text: `Sở Giáo dục và Đào tạo tiếp thu. Trường mở cổng phụ từ 15 đến 18 giờ thứ Bảy, Chủ nhật; đoàn phường và ban đại diện phụ huynh xếp lịch trông theo tháng, niêm yết ở cổng. Phòng học, phòng bộ môn vẫn khóa.

Các trường khác có sân rộng và có người trông thì đăng ký với Sở để làm theo.`,
        milestones: [
          { title: 'Mở cổng buổi đầu tiên', dueAgo: 4, doneAgo: 6, note: 'Buổi đầu có khoảng 60 em.' },
          { title: 'Tổng kết sau ba tháng', dueAgo: -80 },
        ],
      },
      { ago: 3, at: '18:25', does: 'confirm', done: true, text: 'Hai chiều cuối tuần rồi các cháu được vào sân chơi.' },
    ],
  },
  {
    key: 'ghe-cho-tram-xe-buyt',
    ago: 10,
    at: '20:15',
    field: 'roads',
    place: places.phuocLong,
    title: 'Ghế ngồi và mái che ở trạm xe buýt trước trung tâm y tế',
    body: `Bà bầu và người già đứng chờ xe dưới nắng. Đề xuất hai ghế dài, một mái che, một bảng giờ xe chữ to. Chỗ trước cổng đủ rộng, không lấn lòng đường.`,
    author: { name: 'Thị Kim', phone: '0900 000 207' },
    supporters: 6,
    then: [{ ago: 6, at: '10:20', does: 'accept' }],
  },
];
