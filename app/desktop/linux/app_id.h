// The name by which the desktop knows Hearth: desktop file, icon, D-Bus name, AppStream. Set in
// installer/linux.
#pragma once

#include <QString>

namespace hearth::desktop {

inline const QString kAppId = QStringLiteral(HEARTH_APP_ID);

}  // namespace hearth::desktop
