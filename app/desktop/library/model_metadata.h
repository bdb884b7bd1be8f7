// The keys of a model file as lines for people.
#pragma once

#include <QString>
#include <QVariantList>

namespace hearth::desktop {

struct ModelMetadata {
  QVariantList lines;  // {label, value}; long lists are counted, not shown
  QString chatTemplate;
};

// Reads the header only; blocks on the disk. Empty when it cannot be read.
ModelMetadata readModelMetadata(const QString& path);

}  // namespace hearth::desktop
