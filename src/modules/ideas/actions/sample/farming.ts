import { bodies, places, type SampleIdea } from './script.ts';

/** Cashew, pepper, water, waste. */
export const farming: readonly SampleIdea[] = [
  {
    key: 'be-chua-vo-thuoc',
    ago: 140,
    at: '05:35',
    field: 'environment',
    place: places.buDang,
    title: 'Đặt bể chứa vỏ thuốc bảo vệ thực vật ở đầu rẫy',
    body: `Sau mỗi đợt phun, vỏ chai và bao gói thuốc nằm rải ở bờ suối, trâu bò uống nước dưới đó. Bà con cũng muốn gom mà không biết bỏ ở đâu.

Đề xuất cứ khoảng 30 ha điều, tiêu đặt một bể xi măng có nắp ở đầu đường rẫy, xe gom mỗi quý một lần và mang đi xử lý đúng chỗ. Đại lý bán thuốc nhắc bà con mang vỏ về bể. Tổ hợp tác chúng tôi nhận giữ ba bể đầu tiên.`,
    author: { name: 'Điểu Lợi', phone: '0900 000 301' },
    picture: 'field-bin',
    supporters: 41,
    then: [
      { ago: 137, at: '08:30', does: 'accept' },
      {
        ago: 136,
        at: '14:40',
        does: 'route',
        lead: bodies.farming,
        with: [bodies.committeeOf(places.buDang), bodies.farmers],
      },
      { ago: 128, at: '09:00', does: 'appraise' },
      {
        ago: 112,
        at: '15:10',
        does: 'answer',
        outcome: 'adopted',
        text: `Sở Nông nghiệp và Môi trường tiếp thu. Qua kiểm tra bốn thôn, mỗi vụ có khoảng 1,2 tấn vỏ bao bì, mới gom được dưới một phần ba.

Giai đoạn đầu đặt 40 bể ở xã Bù Đăng và hai xã lân cận, vị trí do thôn chọn, cách nguồn nước ít nhất 50 m. Đơn vị có giấy phép chuyển giao, xử lý mỗi quý. Hội Nông dân tập huấn cho các đại lý và tổ hợp tác.`,
        milestones: [
          { title: 'Chọn vị trí 40 bể cùng các thôn', dueAgo: 88, doneAgo: 90, note: 'Đã chốt 40 vị trí, niêm yết ở nhà văn hóa thôn.' },
          { title: 'Đặt xong 40 bể', dueAgo: 30, doneAgo: 33, note: 'Đã đặt 40 bể, 6 bể dời theo ý bà con.' },
          { title: 'Gom và chuyển xử lý đợt đầu', dueAgo: -6 },
        ],
      },
      { ago: 27, at: '06:10', does: 'confirm', done: true, text: 'Ba bể ở thôn tôi đã đặt, có nắp, bà con bỏ vỏ vào đúng chỗ.' },
    ],
  },
  {
    key: 'may-say-dieu',
    ago: 108,
    at: '18:50',
    field: 'agriculture',
    place: places.bomBo,
    title: 'Hỗ trợ mỗi thôn một máy sấy hạt điều dùng chung',
    body: `Vụ rồi mưa trái mùa, điều tươi chất đống ba ngày là lên mốc, thương lái ép giá. Đề xuất hỗ trợ mỗi thôn một máy sấy 2 tấn/mẻ để dùng chung, bà con trả tiền điện và công.`,
    author: { name: 'Thị Hiền', phone: '0900 000 302' },
    supporters: 18,
    then: [
      { ago: 104, at: '09:30', does: 'accept' },
      { ago: 103, at: '14:30', does: 'route', lead: bodies.farming, with: [bodies.farmers] },
      { ago: 95, at: '10:20', does: 'appraise' },
      {
        ago: 81,
        at: '16:30',
        does: 'answer',
        outcome: 'noted',
        text: `Sở ghi nhận. Chính sách hiện hành hỗ trợ máy sấy cho hợp tác xã và tổ hợp tác có đăng ký, tối đa 50 % giá máy; chưa có căn cứ cấp máy cho từng thôn.

Trong vùng có bốn hợp tác xã đủ điều kiện, mỗi máy phục vụ được ba đến bốn thôn. Trung tâm Khuyến nông sẽ về hướng dẫn thủ tục; bà con muốn lập tổ hợp tác xin liên hệ cán bộ nông nghiệp xã. Khi chính sách thay đổi, hiến kế này được xem lại.`,
      },
    ],
  },
  {
    key: 'can-doi-chung',
    ago: 24,
    at: '12:40',
    field: 'economy',
    place: places.locNinh,
    title: 'Đặt cân đối chứng ở nơi thu mua tiêu, điều',
    body: `Bán một bao tiêu cân ở nhà 52 kg, đến chỗ mua còn 50,5 kg. Không ai dám chắc cân nào đúng nên sinh cãi cọ.

Đề xuất đặt ở chợ và ba điểm thu mua lớn một cân đối chứng đã kiểm định, ai cũng được cân thử miễn phí, niêm yết ngày kiểm định.`,
    author: { name: 'Nguyễn Đức Thắng', phone: '0900 000 303' },
    supporters: 35,
    then: [
      { ago: 21, at: '08:50', does: 'accept' },
      { ago: 20, at: '10:05', does: 'route', lead: bodies.trade, with: [bodies.science, bodies.committeeOf(places.locNinh)] },
    ],
  },
  {
    key: 'tuoi-nho-giot-tieu',
    ago: 31,
    at: '19:55',
    field: 'agriculture',
    place: places.thienHung,
    title: 'Làm vườn mẫu tưới nhỏ giọt cho tiêu già để bà con đến xem',
    body: `Mùa khô giếng cạn, tưới tràn tốn nước mà tiêu vẫn héo. Ai cũng nghe nói tưới nhỏ giọt nhưng chưa thấy tận mắt nên ngại bỏ tiền.

Đề xuất chọn hai vườn tiêu trên 10 năm tuổi làm mẫu, đo lượng nước và năng suất công khai, mỗi tháng mở một buổi cho bà con đến xem. Tôi cho mượn 2 sào.`,
    author: { name: 'Lâm Văn Rết', phone: '0900 000 304' },
    supporters: 15,
    then: [
      { ago: 27, at: '09:45', does: 'accept' },
      {
        ago: 26,
        at: '10:30',
        does: 'ask',
        text: 'Xin ông/bà cho biết thêm: vườn ở ấp nào, giếng sâu bao nhiêu mét và có điện ba pha không, để Sở chọn thiết bị phù hợp.',
      },
      { ago: 23, at: '20:10', does: 'reply', text: 'Vườn ở ấp Thiện Cư, giếng khoan 62 m, có điện ba pha cách vườn 40 m.' },
      { ago: 20, at: '14:15', does: 'route', lead: bodies.farming, with: [bodies.farmers] },
      { ago: 11, at: '09:20', does: 'appraise' },
    ],
  },
  {
    key: 'phan-loai-rac-cho',
    ago: 86,
    at: '07:15',
    field: 'environment',
    place: places.binhLong,
    title: 'Ủ rác hữu cơ ở chợ thành phân bón cho vườn',
    body: `Mỗi sáng chợ bỏ đi khoảng 600 kg rau quả hư, chở đi chôn lấp. Nhà vườn quanh chợ thì mua phân. Đề xuất để riêng hai thùng, ủ ở bãi sau chợ với men vi sinh, 45 ngày sau bán rẻ cho nhà vườn, tiền thu trả công người ủ.`,
    author: { name: 'Trần Văn Sáu', email: 'tran.van.sau@vi-du.example' },
    supporters: 31,
    then: [
      { ago: 83, at: '15:00', does: 'accept' },
      { ago: 82, at: '08:40', does: 'route', lead: bodies.farming, with: [bodies.committeeOf(places.binhLong)] },
      { ago: 72, at: '10:00', does: 'appraise' },
      {
        ago: 54,
        at: '10:15',
        does: 'answer',
        outcome: 'adopted',
        text: `Sở Nông nghiệp và Môi trường tiếp thu, làm thử ở chợ Bình Long trong sáu tháng. Ban Quản lý chợ bố trí 120 m² có mái che, Sở hỗ trợ men và kỹ thuật, Ủy ban nhân dân phường kiểm tra mùi và nước rỉ hằng tuần.

Số liệu khối lượng rác, phân thu được và chi phí công bố mỗi quý; có lãi mới mở rộng sang các chợ khác.`,
        milestones: [
          { title: 'Dựng mái che và phát thùng hai ngăn cho 85 sạp', dueAgo: 23, doneAgo: 25, note: 'Đã phát 85 bộ thùng.' },
          { title: 'Mẻ phân đầu tiên được kiểm nghiệm', dueAgo: 6 },
          { title: 'Công bố kết quả sáu tháng', dueAgo: -132 },
        ],
      },
    ],
  },
  {
    key: 'pin-cu',
    ago: 4,
    at: '08:05',
    field: 'environment',
    place: places.longKhanh,
    title: 'Thùng thu gom pin cũ và bóng đèn hỏng ở trường học, siêu thị',
    body: `Pin cũ bỏ chung với rác nhà. Đề xuất đặt thùng nhỏ có khóa ở trường, siêu thị và nhà văn hóa, mỗi tháng gom một lần. Trường nào gom nhiều được thêm cây xanh.`,
    author: { name: 'Nguyễn Ngọc Bảo Trân' },
  },
  {
    key: 'nuoc-tuoi-ho-chua',
    ago: 23,
    at: '05:45',
    field: 'agriculture',
    place: places.dongTam,
    title: 'Báo lịch xả nước hồ chứa bằng tin nhắn cho người tưới',
    body: `Bà con không biết hôm nào kênh có nước nên cứ canh máy bơm suốt đêm. Đề xuất nhắn tin lịch mở nước trước một ngày cho tổ trưởng thủy nông và ai đăng ký số điện thoại.`,
    author: { name: 'Điểu Sơn', phone: '0900 000 305' },
    supporters: 12,
    then: [
      { ago: 19, at: '14:00', does: 'accept' },
      { ago: 18, at: '09:25', does: 'route', lead: bodies.farming },
    ],
  },
];
