// Words that several files of the library say.
#pragma once

#include <QCoreApplication>
#include <QString>

#include "runtime/base/result.h"

namespace hearth::library {

class Words {
  Q_DECLARE_TR_FUNCTIONS(HearthLibrary)

 public:
  static QString bytes(quint64 count);  // "48.6 GB", in units of 1000 as the hub and file managers count
};

inline Error errorOf(const QString& sentence) { return Error(sentence.toStdString()); }
inline QString textOf(const Error& error) { return QString::fromStdString(error.what()); }

}  // namespace hearth::library
