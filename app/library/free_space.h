// Room on the disk where files are to be written.
#pragma once

#include <QString>

namespace hearth::library {

// Bytes free for this user in `folder`, or in the nearest folder above it that exists; -1: not known.
qint64 freeSpaceOf(const QString& folder);

}  // namespace hearth::library
