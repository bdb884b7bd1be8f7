// Plain text, as somebody wrote it, in rows of a page or less: a window lays out one at a time. All
// characters are in a row but for the line ends between two rows.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QtQmlIntegration>

namespace hearth::desktop {

class PlainRows : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString text MEMBER text_ WRITE setText NOTIFY textChanged)
  Q_PROPERTY(int count READ count NOTIFY textChanged)
  // How the text as a whole is read, as its first letters tell.
  Q_PROPERTY(bool rightToLeft READ rightToLeft NOTIFY textChanged)
 public:
  // LinesRole: the row's text. ContinuedRole: it goes on in the next row without a line end between them.
  enum Role { LinesRole = Qt::UserRole, StartRole, ExtentRole, PlainRole, ContinuedRole };

  using QAbstractListModel::QAbstractListModel;
  void setText(const QString& text);
  int count() const { return static_cast<int>(rows_.size()); }
  bool rightToLeft() const { return text_.isRightToLeft(); }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void textChanged();

 private:
  struct Row {
    qsizetype start = 0;  // UTF-16 units
    qsizetype length = 0;
    bool continued = false;
  };
  static std::vector<Row> rowsOf(QStringView text);

  QString text_;
  std::vector<Row> rows_;
};

}  // namespace hearth::desktop
