/**
 * Vietnamese texts for benches: what residents and offices write about, drawn so that a few words are in most
 * texts and most words in few (Zipf), because that is what makes an index slow or fast. Deterministic.
 */
const THINGS = `
đường giao thông|cầu tạm|trạm y tế|trường học|nhà văn hóa|chợ xã|hệ thống điện|nước sạch|rác thải
mương thoát nước|bãi đỗ xe|đèn chiếu sáng|khu dân cư|nhà trẻ|thư viện|sân bóng|công viên|bến xe|cây xanh
vỉa hè|kênh mương|hồ chứa nước|trạm bơm|nhà máy|khu công nghiệp|hợp tác xã|vườn điều|cao su|hồ tiêu|cà phê
chăn nuôi|trồng trọt|chuồng trại|lò giết mổ|bưu điện|internet|sóng di động|dịch vụ công|chữ ký số|kỹ năng số
thẻ bảo hiểm|bác sĩ|thuốc men|xe cứu thương|giáo viên|học bổng|sách giáo khoa|nhà tình thương|nhà ở xã hội
đất đai|sổ đỏ|quy hoạch|bồi thường|tái định cư|biển báo|camera an ninh|phòng cháy|chữa cháy|lũ lụt|hạn hán
sạt lở|rừng phòng hộ|suối cạn|giếng khoan|máy cày|phân bón|giống cây|vay vốn|tín dụng|khuyến nông|việc làm
dạy nghề|xuất khẩu lao động|người cao tuổi|trẻ em|phụ nữ|thanh niên|cựu chiến binh|đồng bào dân tộc|lễ hội
cồng chiêng|nhà rông|du lịch sinh thái|di tích lịch sử|chi bộ|đảng viên|nghị quyết|học tập|quán triệt
bản tin|đối thoại|khảo sát|hiến kế|cải cách hành chính|một cửa|văn bản|báo cáo|kế hoạch`;
const DEEDS = `
xây dựng|sửa chữa|nâng cấp|mở rộng|bổ sung|đề nghị|kiến nghị|hỗ trợ|tổ chức|cải tạo|kiểm tra|xử lý|khắc phục
lắp đặt|di dời|thu gom|phát triển|đào tạo|bảo vệ|tuyên truyền|vận động|hướng dẫn|giám sát|công khai|đầu tư
quản lý|duy tu|làm mới|chống thất thoát|nhân rộng`;
const PLACES = `
Đồng Xoài|Bình Long|Phước Long|Bù Đăng|Bù Đốp|Bù Gia Mập|Lộc Ninh|Hớn Quản|Chơn Thành|Đồng Phú|Phú Riềng
An Lộc|Thanh Lương|Tân Phú|Tân Khai|Đak Ơ|Phước Bình|Tân Hưng|Minh Hưng|Thọ Sơn|Đức Liễu|Nghĩa Trung
Lộc Thành|Lộc Tấn|Tân Tiến|Thiện Hưng|Hưng Phước|Phú Nghĩa|Bình Tân|Long Hà|Phú Trung|Đồng Tâm|Tân Lợi
Thuận Lợi|Nha Bích|Minh Lập|Biên Hòa|Long Khánh|Trảng Bom|Dầu Giây`;
const LINKS = `
và|của|cho|tại|ở|trong|các|những|để|vì|nên|khi|đã|đang|chưa|không|rất|nhiều|được|phải|cần|có thể|hiện nay
thời gian qua|người dân|bà con|chúng tôi|gia đình|mỗi ngày|mùa mưa|mùa khô|ban đêm|gần đây|từ lâu|năm nay
địa phương|cấp trên|chính quyền|thành phố|tỉnh|xã|phường|thôn|ấp|khu phố|đồng chí|công dân|cơ quan|đơn vị
lãnh đạo|kinh phí|nguồn lực|thời hạn|kết quả|giải pháp|nguyên nhân`;
const ONSETS = 'b|c|ch|d|đ|g|h|kh|l|m|n|ng|nh|ph|qu|r|s|t|th|tr|v|x'.split('|');
const RHYMES = 'a|an|ang|anh|ao|ai|âm|ân|ăng|e|en|ê|ênh|iên|iêu|inh|o|oan|oang|ông|ôi|ơn|u|ung|uyên|ương|y'.split('|');
const TONES = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];

const list = (text: string): string[] => text.split(/[|\n]/).filter(Boolean);
const things = list(THINGS);
const deeds = list(DEEDS);
const places = list(PLACES);
const links = list(LINKS);

/** Numbers in [0, 1) that are the same on every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Writer = {
  title(): string;
  body(): string;
  name(): string;
  place(): string;
  pick<T>(from: readonly T[]): T;
};

/**
 * Writes titles of 4–14 syllables and texts of 60–400 that keep to a few subjects, as people do, and names
 * and hamlets out of a long tail of rare syllables.
 */
export function writer(seed: number): Writer {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const often = (from: readonly string[]): string => from[Math.floor(random() ** 2 * from.length)] as string;
  const syllable = () => {
    const toned = pick(RHYMES).replace(/[aăâeêioôơuưy](?!.*[aăâeêioôơuưy])/, (vowel) => vowel + pick(TONES));
    const raw = (pick(ONSETS) + toned).normalize('NFC');
    return raw.charAt(0).toUpperCase() + raw.slice(1);
  };
  const name = () => `${syllable()} ${syllable()}`;
  const place = () => often(places);
  const phrase = () => `${often(deeds)} ${often(things)}`;
  const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const somewhere = () => (random() < 0.3 ? name() : place());
  const title = () => {
    const parts = [sentenceCase(phrase())];
    if (random() < 0.5) parts.push(often(links), phrase());
    if (random() < 0.7) parts.push(pick(['tại', 'ở']), pick(['xã', 'phường', 'ấp', 'thôn']), somewhere());
    return parts.join(' ');
  };
  const body = () => {
    const subjects = Array.from({ length: 6 }, phrase);
    const where = [somewhere(), place()];
    const sentence = () => {
      const part = () => (random() < 0.6 ? often(links) : random() < 0.9 ? pick(subjects) : phrase());
      const parts = Array.from({ length: 3 + Math.floor(random() * 6) }, part);
      if (random() < 0.3) parts.push('ở', pick(where));
      if (random() < 0.05) parts.push(`theo Quyết định ${1 + Math.floor(random() * 2_000)}-QĐ/TU`);
      return `${sentenceCase(parts.join(' '))}.`;
    };
    return Array.from({ length: 4 + Math.floor(random() ** 2 * 22) }, sentence).join(' ');
  };
  return { title, body, name, place, pick };
}
