// Whether two paths are one file, and whether two files hold the same model.
#pragma once

#include <QByteArray>
#include <QString>

namespace hearth::library {

// The same for all paths that lead to one file or folder (links, mounts); empty when it cannot be looked at.
QByteArray identityOf(const QString& path);

// Of a model's whole header and of samples of the rest: equal for copies, cheap for files of any size. Empty
// when the file cannot be read.
QByteArray contentSample(const QString& path, quint64 headerBytes);

}  // namespace hearth::library
