import { bodies, places, type SampleIdea } from './script.ts';

/** Roads, light, water on the road, buses. */
export const roads: readonly SampleIdea[] = [
  {
    key: 'den-nga-ba-truong',
    ago: 146,
    at: '19:42',
    field: 'roads',
    place: places.dongXoai,
    title: 'Lắp đèn ở ngã ba trước Trường Tiểu học Suối Cam',
    body: `Ngã ba này đông học sinh lúc 17 giờ 30. Từ tháng 10 trời tối sớm, xe máy rẽ ra không thấy trẻ em đi bộ sát lề.

Tôi đề xuất lắp hai bóng đèn ở hai góc ngã ba và kẻ một vạch sang đường. Trụ điện đã có sẵn, chỉ cần gắn thêm cần đèn. Phụ huynh khu phố chúng tôi sẵn sàng trông coi, hư bóng thì báo ngay.`,
    author: { name: 'Nguyễn Thị Mười', phone: '0900 000 101' },
    picture: 'junction',
    supporters: 58,
    then: [
      { ago: 144, at: '09:10', does: 'accept' },
      { ago: 143, at: '14:25', does: 'route', lead: bodies.committeeOf(places.dongXoai), with: [bodies.construction] },
      { ago: 139, at: '10:05', does: 'appraise' },
      {
        ago: 126,
        at: '15:20',
        does: 'answer',
        outcome: 'adopted',
        text: `Cảm ơn ông/bà đã gửi hiến kế. Ủy ban nhân dân phường đã cùng điện lực và nhà trường kiểm tra thực tế: ngã ba có hai trụ điện dùng được, khoảng cách giữa hai bóng đèn gần nhất là 140 m, đúng như ông/bà nêu.

Phường lắp hai cần đèn LED 100 W và sơn vạch người đi bộ, kinh phí từ nguồn duy tu chiếu sáng công cộng năm nay. Tổ tự quản khu phố nhận báo hỏng.`,
        milestones: [
          { title: 'Lắp hai cần đèn LED', dueAgo: 96, doneAgo: 101, note: 'Đã lắp và đóng điện, sáng từ 17 giờ 45.' },
          { title: 'Sơn vạch người đi bộ qua đường', dueAgo: 89, doneAgo: 91, note: 'Đã sơn hai vạch và dựng một biển báo trẻ em.' },
        ],
      },
      { ago: 88, at: '18:30', does: 'confirm', done: true, text: 'Đèn sáng rõ, vạch sang đường đã có. Cảm ơn phường.' },
    ],
  },
  {
    key: 'ngap-truoc-cho',
    ago: 138,
    at: '06:55',
    field: 'roads',
    place: places.bienHoa,
    title: 'Nạo vét cống và làm thêm hố ga ở đoạn ngập trước chợ',
    body: `Mưa chừng 40 phút là đoạn trước chợ ngập tới nửa bánh xe, nước rút chậm vì cả 300 m chỉ có hai miệng hố ga và miệng nào cũng đầy rác.

Đề xuất: (1) nạo vét tuyến cống trước mùa mưa và giữa mùa mưa; (2) mở thêm bốn miệng thu nước có song chắn rác; (3) ban quản lý chợ quét rác trước miệng cống mỗi chiều. Tôi vẽ kèm vị trí ngập để dễ hình dung.`,
    author: { name: 'Lâm Văn Phước', email: 'lam.van.phuoc@vi-du.example', phone: '0900 000 102' },
    picture: 'flooding',
    supporters: 60,
    then: [
      { ago: 135, at: '08:40', does: 'accept' },
      { ago: 134, at: '09:15', does: 'route', lead: bodies.construction, with: [bodies.committeeOf(places.bienHoa)] },
      { ago: 130, at: '08:30', does: 'appraise' },
      {
        ago: 110,
        at: '16:10',
        does: 'answer',
        outcome: 'adopted',
        text: `Sở Xây dựng tiếp thu cả ba điểm. Kết quả khảo sát: cống D600 bị bồi lắng gần một nửa, hai hố ga hiện có không đủ thu nước cho lưu vực 2,1 ha.

Đơn vị thoát nước nạo vét ngay trong tháng; bốn hố ga thu nước trực tiếp được đưa vào danh mục sửa chữa đường đô thị. Ban Quản lý chợ nhận quét dọn miệng cống mỗi ngày, Ủy ban nhân dân phường kiểm tra hằng tuần trong mùa mưa.`,
        milestones: [
          { title: 'Nạo vét 420 m cống trước chợ', dueAgo: 85, doneAgo: 87, note: 'Đã nạo vét 420 m, chở đi 61 m³ bùn.' },
          { title: 'Làm bốn hố ga thu nước có song chắn rác', dueAgo: 20, doneAgo: 24, note: 'Xong bốn hố ga, nghiệm thu sau trận mưa lớn.' },
          { title: 'Nạo vét lại trước mùa mưa tới', dueAgo: -140 },
        ],
      },
      { ago: 15, at: '20:05', does: 'confirm', done: true, text: 'Hai trận mưa vừa rồi nước rút trong khoảng 15 phút.' },
    ],
  },
  {
    key: 'ngap-hem-sau-cho',
    ago: 41,
    at: '12:20',
    field: 'roads',
    place: places.bienHoa,
    title: 'Nâng nắp cống trong hẻm phía sau chợ để khỏi ngập ngược',
    body: `Từ khi cống trước chợ được nạo vét thì nước dồn vào hẻm phía sau. Nắp cống trong hẻm thấp hơn mặt đường chừng 10 cm nên nước tràn ngược lên.

Đề xuất nâng nắp cống bằng mặt đường và đặt van một chiều ở chỗ đấu nối. Hẻm có 34 nhà, chúng tôi góp được công đào, lấp.`,
    author: { name: 'Thạch Thị Na Rinh' },
    supporters: 17,
    then: [
      { ago: 38, at: '10:30', does: 'accept' },
      { ago: 38, at: '10:55', does: 'cluster', title: 'Chống ngập quanh chợ Biên Hòa', with: ['ngap-truoc-cho'] },
      { ago: 37, at: '09:00', does: 'route', lead: bodies.construction, with: [bodies.committeeOf(places.bienHoa)] },
      { ago: 30, at: '14:00', does: 'appraise' },
      {
        ago: 11,
        at: '10:40',
        does: 'extend',
        days: 21,
        reason: 'Cần đo lại cao độ toàn bộ 34 điểm đấu nối trong hẻm sau khi tuyến cống chính đã nạo vét; kết quả đo có trong ba tuần.',
      },
    ],
  },
  {
    key: 'xe-buyt-gio-tan-hoc',
    ago: 131,
    at: '21:10',
    field: 'roads',
    place: places.dongTam,
    title: 'Chỉnh giờ xe buýt Đồng Xoài – Bù Đăng theo giờ tan học',
    body: `Con tôi học buổi chiều tan lúc 17 giờ 05, chuyến xe buýt cuối qua cổng trường lúc 16 giờ 50. Mỗi ngày khoảng 40 em phải đi nhờ hoặc đi bộ dọc quốc lộ 14.

Đề xuất lùi chuyến cuối lại 25 phút vào ngày học và thêm một điểm dừng cách cổng trường 100 m. Tôi vẽ sơ đồ tuyến và điểm dừng đề nghị kèm theo.`,
    author: { name: 'Điểu Thị Nhàn', phone: '0900 000 103' },
    picture: 'bus-route',
    supporters: 47,
    then: [
      { ago: 128, at: '08:20', does: 'accept' },
      { ago: 127, at: '15:00', does: 'route', lead: bodies.construction, with: [bodies.schools] },
      { ago: 120, at: '09:30', does: 'appraise' },
      {
        ago: 102,
        at: '11:05',
        does: 'answer',
        outcome: 'adopted',
        text: `Sở Xây dựng đã làm việc với đơn vị khai thác tuyến và ba trường dọc quốc lộ 14. Hai bên thống nhất chuyến cuối rời bến lúc 17 giờ 00 vào các ngày học và dừng thêm ở lý trình do trường đề nghị.

Biểu đồ chạy xe mới được niêm yết trên xe và tại trường trước khi áp dụng 10 ngày.`,
        milestones: [
          { title: 'Áp dụng biểu đồ chạy xe mới', dueAgo: 70, doneAgo: 72, note: 'Chuyến cuối rời bến lúc 17 giờ 00 các ngày học.' },
          { title: 'Đặt biển và mái che ở điểm dừng mới', dueAgo: 40, doneAgo: 42, note: 'Đơn vị khai thác báo đã đặt biển.' },
        ],
      },
      {
        ago: 33,
        at: '17:45',
        does: 'confirm',
        done: false,
        text: 'Giờ xe đã đổi, các cháu đi được. Nhưng điểm dừng mới chỉ có tấm biển, chưa có mái che như đã trả lời.',
      },
    ],
  },
  {
    key: 'den-mat-troi-thanh-luong',
    ago: 52,
    at: '19:15',
    field: 'roads',
    place: places.thanhLuong,
    title: 'Đèn năng lượng mặt trời trên đường liên ấp ở xã Thanh Lương cũ',
    body: `Trước đây thuộc xã Thanh Lương, nay là phường An Lộc. Đường liên ấp dài 2,4 km chưa có điện chiếu sáng, tối đến bà con đi cạo mủ về rất khó thấy ổ gà.

Kéo điện lưới tốn trụ và dây. Đề xuất lắp thử 30 bóng đèn năng lượng mặt trời ở các khúc cua và cầu nhỏ trước, mỗi ấp cử hai người lau tấm pin.`,
    author: { name: 'Điểu Khánh', phone: '0900 000 104' },
    supporters: 27,
    then: [
      { ago: 48, at: '09:35', does: 'accept' },
      { ago: 47, at: '10:10', does: 'route', lead: bodies.construction, with: [bodies.committeeOf(places.anLoc)] },
      { ago: 33, at: '08:45', does: 'appraise' },
      {
        ago: 19,
        at: '15:30',
        does: 'extend',
        days: 30,
        reason: 'Chờ kết quả thử độ sáng và độ bền của ba loại đèn trong một tháng mưa, để không chọn loại mau hỏng.',
      },
    ],
  },
  {
    key: 'doc-dat-nghia-trung',
    ago: 52,
    at: '05:50',
    field: 'roads',
    place: places.nghiaTrung,
    title: 'Do be tong doan doc dat vao xom ray',
    body: `Doan doc dai 180 m, mua xuong xe may khong len duoc, xe cho mia va dieu phai ha tai. Nam ngoai hai nguoi te gay tay.

Ba con chung toi hien dat hai ben moi ben nua met va gop ngay cong. De nghi xa ho tro xi mang va da, lam truoc mua thu hoach dieu.`,
    author: { name: 'Dieu Brang' },
    supporters: 19,
    then: [
      { ago: 49, at: '14:15', does: 'accept' },
      {
        ago: 49,
        at: '15:05',
        does: 'reword',
        title: 'Đổ bê tông đoạn dốc đất vào xóm rẫy',
        body: `Đoạn dốc dài 180 m, mưa xuống xe máy không lên được, xe chở mía và điều phải hạ tải. Năm ngoái hai người té gãy tay.

Bà con chúng tôi hiến đất hai bên, mỗi bên nửa mét, và góp ngày công. Đề nghị xã hỗ trợ xi măng và đá, làm trước mùa thu hoạch điều.`,
        note: 'Thêm dấu cho dễ đọc; ý và lời của tác giả giữ nguyên.',
      },
      { ago: 48, at: '08:50', does: 'route', lead: bodies.committeeOf(places.nghiaTrung) },
    ],
  },
  {
    key: 'cau-vuot-benh-vien',
    ago: 118,
    at: '13:05',
    field: 'roads',
    place: places.chonThanh,
    title: 'Làm cầu vượt cho người đi bộ qua quốc lộ 13 trước trung tâm y tế',
    body: `Người nhà bệnh nhân băng qua quốc lộ 13 mua cơm, nước rất nguy hiểm vì xe tải chạy nhanh. Đề xuất làm một cầu vượt bộ hành có mái che, có đường dốc cho xe lăn.`,
    author: { name: 'Trần Thị Bích', email: 'tran.thi.bich@vi-du.example' },
    supporters: 24,
    then: [
      { ago: 115, at: '10:00', does: 'accept' },
      { ago: 114, at: '10:20', does: 'route', lead: bodies.construction, with: [bodies.health] },
      {
        ago: 92,
        at: '14:50',
        does: 'answer',
        outcome: 'noted',
        text: `Sở Xây dựng đã đếm lưu lượng trong ba ngày: giờ cao điểm có 86 người sang đường mỗi giờ. Mức này chưa đến ngưỡng để làm cầu vượt, mà cầu có đường dốc cho xe lăn phải dài 90 m mỗi bên, trong khi vỉa hè chỉ có 42 m.

Vì vậy chưa triển khai cầu vượt. Việc làm được ngay là đèn tín hiệu có nút bấm cho người đi bộ và gờ giảm tốc; nội dung này đã đề nghị cơ quan quản lý quốc lộ xem xét. Khi mở rộng quốc lộ 13, phương án cầu vượt sẽ được tính lại.`,
      },
    ],
  },
  {
    key: 'via-he-xe-lan',
    ago: 20,
    at: '09:30',
    field: 'roads',
    place: places.tranBien,
    title: 'Hạ bó vỉa ở các ngã tư để xe lăn và xe đẩy em bé lên được vỉa hè',
    body: `Tôi ngồi xe lăn. Từ nhà đến chợ có 11 chỗ vỉa hè cao 15 cm không có dốc, tôi phải đi dưới lòng đường.

Đề xuất mỗi lần sửa vỉa hè thì hạ bó vỉa ở hai đầu vạch sang đường, độ dốc không quá 1/12. Làm trước ở quãng chợ, trường học và trạm y tế.`,
    author: { name: 'Lâm Thị Kim Chi', email: 'lam.kim.chi@vi-du.example' },
    supporters: 13,
    then: [{ ago: 16, at: '15:40', does: 'accept' }],
  },
  {
    key: 'bus-signs-english',
    ago: 14,
    at: '22:18',
    field: 'roads',
    place: places.longThanh,
    language: 'en',
    title: 'Add English and stop numbers to bus signs between Biên Hòa and Long Thành',
    body: `I teach in Biên Hòa and take the bus to Long Thành every week. The signs show the final stop only, so visitors never know when to get off.

I suggest a number for every stop, the same number on the sign and in the bus, and the stop name also in English. A sheet of paper behind the driver would be a good start.`,
    author: { name: 'Anna Lindqvist', email: 'anna@vi-du.example' },
    supporters: 8,
    then: [{ ago: 10, at: '10:25', does: 'accept' }],
  },
  {
    key: 'go-giam-toc-mau-giao',
    ago: 0,
    at: '06:40',
    field: 'safety',
    place: places.phuRieng,
    title: 'Lam go giam toc truoc cong truong mau giao',
    body: `Xe tai cho mu cao su chay nhanh qua cong truong luc 7 gio va 16 gio 30. De nghi lam hai go giam toc va bien bao co tre em. Phu huynh da gom duoc chu ky cua 62 gia dinh.`,
    author: { phone: '0900 000 105' },
  },
];
