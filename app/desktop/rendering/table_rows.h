// The rows of a table and how wide its columns are: measured from all cells, so that no column changes its
// width while rows are made as they come near the view.
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QtQmlIntegration>
#include <QVariantList>

namespace hearth::desktop {

class TableRows : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QVariantList cells MEMBER given_ WRITE setCells)  // rows of inline HTML; the first is the header
  Q_PROPERTY(int columns MEMBER columns_ WRITE setColumns)
  Q_PROPERTY(int textSize MEMBER textSize_ WRITE setTextSize)
  Q_PROPERTY(QString codeFamily MEMBER codeFamily_ WRITE setCodeFamily)
  Q_PROPERTY(double available MEMBER available_ WRITE setAvailable)  // pixels to fill
  Q_PROPERTY(QList<qreal> widths READ widths NOTIFY widthsChanged)   // one a column
  Q_PROPERTY(double totalWidth READ totalWidth NOTIFY widthsChanged)
 public:
  enum Role { CellsRole = Qt::UserRole, PlainRole };

  using QAbstractListModel::QAbstractListModel;
  void setCells(const QVariantList& cells);
  void setColumns(int columns);
  void setTextSize(int pixels);
  void setCodeFamily(const QString& family);
  void setAvailable(double pixels);
  QList<qreal> widths() const { return widths_; }
  double totalWidth() const;
  // A cell that is laid out knows better how wide it would like to be: with formulas, for one.
  Q_INVOKABLE void widen(int column, double content);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void widthsChanged();

 private:
  void measureFrom(size_t row);
  void measureAll();
  void share();

  QVariantList given_;
  int columns_ = 0;
  int textSize_ = 15;
  QString codeFamily_;
  double available_ = 0;
  std::vector<QStringList> rows_;
  QList<qreal> natural_;  // one a column
  QList<qreal> widths_;
};

}  // namespace hearth::desktop
