/** Invented documents of the sample province; each says so itself. */

export const studyRules1 = `Căn cứ Điều lệ Đảng;
Căn cứ yêu cầu nâng cao chất lượng học tập, quán triệt nghị quyết trong toàn đảng bộ;
Ban Thường vụ Thành ủy quy định (văn bản mẫu, nội dung minh họa):

Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi và đối tượng
1. Quy định này áp dụng cho việc tổ chức học tập, quán triệt nghị quyết, chỉ thị, quy định, kết luận của Đảng trong toàn đảng bộ.
2. Thành phần dự học gồm:
a) Đảng viên đang sinh hoạt tại các chi bộ;
b) Cán bộ, công chức, viên chức là quần chúng được cấp ủy mời.

Điều 2. Tỷ lệ tham gia
1. Mỗi đợt học tập bảo đảm ít nhất 95 % đảng viên của từng tổ chức đảng tham gia.
2. Tỷ lệ được tính trên số đảng viên phải dự học, không tính người được miễn sinh hoạt trong ngày học.
3. Người vắng có lý do được bố trí học bù trong vòng 30 ngày.

Chương II
TỔ CHỨC HỘI NGHỊ

Điều 3. Hình thức
1. Hội nghị trực tiếp, hoặc trực tuyến đến điểm cầu xã, phường.
2. Điểm cầu có người phụ trách điểm danh và đường truyền dự phòng.

Điều 4. Trách nhiệm của bí thư chi bộ
1. Mời đảng viên trước ngày học ít nhất 05 ngày làm việc.
2. Điểm danh, ghi lý do vắng, bố trí học bù.
3. Báo cáo số liệu trong vòng 02 ngày làm việc sau hội nghị.

Điều 5. Trả lời trắc nghiệm
1. Sau hội nghị, đảng viên trả lời trắc nghiệm trên điện thoại hoặc trên giấy.
2. Kết quả của từng người chỉ người đó xem được; cấp trên chỉ nhận số liệu tổng hợp.

Điều 6. Hiệu lực
Quy định này có hiệu lực từ ngày ký.

T/M BAN THƯỜNG VỤ
Nơi nhận:
- Các đảng ủy trực thuộc,
- Lưu Văn phòng.`;

/** As amended: the target rises, and catch-up lessons come sooner. */
export const studyRules2 = studyRules1
  .replace('ít nhất 95 % đảng viên', 'ít nhất 98 % đảng viên')
  .replace('trong vòng 30 ngày', 'trong vòng 15 ngày')
  .replace(
    '3. Báo cáo số liệu trong vòng 02 ngày làm việc sau hội nghị.',
    '3. Báo cáo số liệu trong vòng 02 ngày làm việc sau hội nghị.\n4. Đọc to câu hỏi, ghi giúp câu trả lời khi đảng viên cao tuổi hoặc khiếm thị đề nghị.',
  );

export const branchMeeting = `Thực hiện kế hoạch nâng cao chất lượng sinh hoạt chi bộ, Ban Tuyên giáo và Dân vận hướng dẫn (văn bản mẫu, nội dung minh họa) như sau:

I- CHUẨN BỊ SINH HOẠT
1. Chọn chuyên đề
a) Bám sát việc của ấp, khu phố: đường giao thông, nước sạch, trường học, chuyển đổi số;
b) Mỗi quý có ít nhất một chuyên đề do đảng viên đề xuất.
2. Gửi tài liệu
Tài liệu được gửi trước ít nhất 03 ngày; bản in dành cho đảng viên không dùng điện thoại thông minh.

II- NỘI DUNG SINH HOẠT
1. Thông tin thời sự
Không quá 15 phút, có nguồn và ngày.
2. Kiểm điểm việc đã giao
Bí thư nêu từng việc, người phụ trách, thời hạn và kết quả.
3. Thảo luận chuyên đề
Mọi đảng viên được mời phát biểu; ý kiến khác nhau được ghi đầy đủ vào biên bản.

III- SAU SINH HOẠT
1. Thông báo kết luận trong vòng 02 ngày.
2. Theo dõi việc thực hiện ở kỳ sinh hoạt sau.

T/L BAN THƯỜNG VỤ
Nơi nhận:
- Các đảng ủy xã, phường,
- Lưu Ban.`;

export const wasteRules = `Căn cứ Luật Bảo vệ môi trường;
Ủy ban nhân dân quyết định (văn bản mẫu, nội dung minh họa):

Điều 1. Phân loại tại hộ gia đình
1. Rác thải sinh hoạt được chia thành ba nhóm:
a) Chất thải có thể tái chế: giấy, nhựa, kim loại;
b) Chất thải thực phẩm;
c) Chất thải còn lại.
2. Bao bì thuốc bảo vệ thực vật được bỏ vào thùng riêng đặt ở đầu mỗi tuyến kênh, bờ ruộng.

Điều 2. Thời gian thu gom
1. Chất thải thực phẩm được thu gom hằng ngày từ 17 giờ đến 20 giờ.
2. Chất thải có thể tái chế được thu gom vào sáng thứ Bảy.

Điều 3. Trách nhiệm
1. Tổ tự quản của ấp, khu phố hướng dẫn từng hộ trong ba tháng đầu.
2. Ủy ban nhân dân xã, phường công khai lịch thu gom và số điện thoại phản ánh.

Điều 4. Hiệu lực thi hành
Quyết định này có hiệu lực kể từ ngày 01 tháng 01 năm 2026.

TM. ỦY BAN NHÂN DÂN
Nơi nhận:
- Như Điều 3;
- Lưu: VT.`;
