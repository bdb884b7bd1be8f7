#include "app/attachments/text_encoding.h"

#include <algorithm>
#include <array>

#include <QByteArray>
#include <QString>
#include <QStringDecoder>

namespace hearth::attachments {
namespace {

// 0x80-0x9F of Windows-1252 (unicode.org, MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252); 0: undefined.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

QString fromWindows1252(const QByteArray& bytes) {
  QString text;
  text.reserve(bytes.size());
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    const char16_t special = code >= 0x80 && code <= 0x9F ? kWindows1252[code - 0x80] : char16_t{0};
    text += QChar(special != 0 ? special : char16_t{code});
  }
  return text;
}

// How Western text in UTF-16 without a mark looks; 'L' and 'B' for the byte order, 0: it does not.
char guessUtf16(const QByteArray& bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return 0;
  qsizetype even = 0, odd = 0;
  for (qsizetype i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == 0) ++(i % 2 ? odd : even);
  }
  const qsizetype most = bytes.size() * 3 / 10;
  if (odd > most && even == 0) return 'L';
  return even > most && odd == 0 ? 'B' : char{0};
}

QString decoded(QStringDecoder::Encoding encoding, const QByteArray& bytes) {
  QStringDecoder decoder(encoding);
  return decoder(bytes);
}

}  // namespace

Result<std::string> decodeText(std::span<const std::byte> content) {
  const QByteArray bytes(reinterpret_cast<const char*>(content.data()),
                         static_cast<qsizetype>(content.size()));
  QString text;
  if (const auto marked = QStringConverter::encodingForData(bytes)) {
    text = decoded(*marked, bytes);
  } else if (const char order = guessUtf16(bytes); order != 0) {
    text = decoded(order == 'L' ? QStringDecoder::Utf16LE : QStringDecoder::Utf16BE, bytes);
  } else if (bytes.contains('\0')) {
    return Error("it does not look like text. Attach text, PDF or DOCX");
  } else {
    QStringDecoder utf8(QStringDecoder::Utf8);
    text = utf8(bytes);
    if (utf8.hasError()) text = fromWindows1252(bytes);
  }
  if (text.startsWith(QChar(0xFEFF))) text.remove(0, 1);
  text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(QChar('\r'), QChar('\n'));
  text.remove(QChar(0));
  return text.toStdString();
}

}  // namespace hearth::attachments
