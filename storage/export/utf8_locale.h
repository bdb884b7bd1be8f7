// libarchive converts file names by the locale of the calling thread, which may be plain C: then names beyond
// ASCII would be lost.
#pragma once

#include <locale.h>

namespace hearth::storage {

// While it lives, this thread's text is UTF-8.
class Utf8Locale {
 public:
  Utf8Locale() : utf8_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), before_(uselocale(utf8_)) {}
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() {
    uselocale(before_);
    if (utf8_ != nullptr) freelocale(utf8_);
  }

 private:
  locale_t utf8_;  // null where there is none: then the locale stays what it is
  locale_t before_;
};

}  // namespace hearth::storage
