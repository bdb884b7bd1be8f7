// The hub's JSON as values. What is missing or of another type is left at its default: the hub may add and
// drop fields as it likes.
#pragma once

#include <QByteArray>

#include "app/library/hub_client.h"

namespace hearth::library {

// Nothing when it is not the JSON that was expected.
std::optional<QList<HubModel>> modelsFrom(const QByteArray& json);
std::optional<HubRepository> repositoryFrom(const QByteArray& json);
std::optional<QList<HubFile::Part>> partsFrom(const QByteArray& json);
// GGUF files as models: split sets together, projectors apart, sorted by size.
void groupFiles(const QList<HubFile::Part>& parts, HubRepository& repository);
// Of a Link header: the address with rel="next"; empty when there is none.
QUrl nextPageOf(const QByteArray& linkHeader, const QUrl& base);

}  // namespace hearth::library
