#include "app/desktop/look/retranslation.h"

#include <set>

#include <QAbstractItemModel>
#include <QMetaMethod>
#include <QMetaProperty>

namespace hearth::desktop {
namespace {

bool mayHoldWords(const QMetaProperty& property) {
  switch (property.typeId()) {
    case QMetaType::QString:
    case QMetaType::QStringList:
    case QMetaType::QVariantList:
    case QMetaType::QVariantMap:
      return true;
    default:
      return false;
  }
}

void announce(QObject& object) {
  std::set<int> signalsDone;
  for (int at = QObject::staticMetaObject.propertyCount(); at < object.metaObject()->propertyCount(); ++at) {
    const QMetaProperty property = object.metaObject()->property(at);
    const QMetaMethod notify = property.notifySignal();
    if (!mayHoldWords(property) || !notify.isValid() || notify.parameterCount() != 0) continue;
    if (signalsDone.insert(notify.methodIndex()).second) notify.invoke(&object, Qt::DirectConnection);
  }
  if (auto* model = qobject_cast<QAbstractItemModel*>(&object); model && model->rowCount() > 0)
    Q_EMIT model->dataChanged(model->index(0, 0), model->index(model->rowCount() - 1, 0));
}

void walk(QObject& object, std::set<QObject*>& seen) {
  if (!seen.insert(&object).second) return;
  if (const int slot = object.metaObject()->indexOfMethod("retranslate()"); slot >= 0)
    object.metaObject()->method(slot).invoke(&object, Qt::DirectConnection);
  announce(object);
  for (int at = QObject::staticMetaObject.propertyCount(); at < object.metaObject()->propertyCount(); ++at) {
    const QMetaProperty property = object.metaObject()->property(at);
    if (!(property.metaType().flags() & QMetaType::PointerToQObject)) continue;
    if (auto* below = property.read(&object).value<QObject*>()) walk(*below, seen);
  }
}

}  // namespace

void retranslate(QObject& root) {
  std::set<QObject*> seen;
  walk(root, seen);
}

}  // namespace hearth::desktop
