# SPDX-License-Identifier: EUPL-1.2
# What `cmake --install` puts where, in two parts (server, kiosk), and the two Debian packages of them (tools/package).
include(GNUInstallDirs)
set(PEILPUNT_UNITS "${CMAKE_INSTALL_PREFIX}/lib/systemd/system")
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(PEILPUNT_UNITS "/lib/systemd/system")  # where systemd of the distribution looks
endif()
set(PEILPUNT_ETC "${CMAKE_INSTALL_FULL_SYSCONFDIR}")

install(TARGETS peilpunt-server RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT server)
install(FILES server/system/peilpunt-server.service DESTINATION ${PEILPUNT_UNITS} COMPONENT server)
install(FILES server/system/peilpunt.toml DESTINATION ${PEILPUNT_ETC}/peilpunt COMPONENT server)
install(FILES README.md CHANGELOG.md SECURITY.md docs/operating.md docs/privacy.md docs/capacity.md
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/peilpunt-server COMPONENT server)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/peilpunt-server RENAME copyright COMPONENT server)
install(FILES docs/peilpunt.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/peilpunt-server/examples COMPONENT server)
install(FILES schemas/openapi.json DESTINATION ${CMAKE_INSTALL_DATADIR}/peilpunt COMPONENT server)

if(PEILPUNT_KIOSK)
  install(TARGETS peilpunt-kiosk peilpunt-speak RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT kiosk)
  install(PROGRAMS kiosk/system/kiosk-session DESTINATION lib/peilpunt COMPONENT kiosk)
  install(FILES kiosk/system/peilpunt-kiosk.service kiosk/system/media-peilpunt.mount
    DESTINATION ${PEILPUNT_UNITS} COMPONENT kiosk)
  install(FILES kiosk/system/xorg-kiosk.conf kiosk/system/kiosk.env DESTINATION ${PEILPUNT_ETC}/peilpunt COMPONENT kiosk)
  install(FILES kiosk/system/70-peilpunt.rules DESTINATION ${PEILPUNT_ETC}/udev/rules.d COMPONENT kiosk)
  install(FILES CHANGELOG.md SECURITY.md docs/kiosk-system.md
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/peilpunt-kiosk COMPONENT kiosk)
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/peilpunt-kiosk RENAME copyright COMPONENT kiosk)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME peilpunt)
set(CPACK_PACKAGE_VENDOR "Peilpunt")
set(CPACK_PACKAGE_CONTACT "Peilpunt <beheer@peilpunt.example>")
set(CPACK_PACKAGE_HOMEPAGE_URL "https://peilpunt.example")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL server kiosk)
if(NOT PEILPUNT_KIOSK)
  set(CPACK_COMPONENTS_ALL server)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME peilpunt-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION web)
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS "adduser, init-system-helpers")
set(CPACK_DEBIAN_SERVER_PACKAGE_RECOMMENDS "ca-certificates")
set(CPACK_DEBIAN_SERVER_PACKAGE_SUGGESTS "postgresql")
set(CPACK_COMPONENT_SERVER_DESCRIPTION "Polls and signals of residents, for municipalities and their councils
 One program serves residents, council and kiosks; its data are in /var/lib/peilpunt, or in PostgreSQL.")
set(CPACK_DEBIAN_KIOSK_PACKAGE_NAME peilpunt-kiosk)
set(CPACK_DEBIAN_KIOSK_PACKAGE_SECTION x11)
set(CPACK_DEBIAN_KIOSK_PACKAGE_DEPENDS "adduser, init-system-helpers, xserver-xorg-core, xserver-xorg-input-libinput, xinit, \
espeak-ng-data, fonts-sil-andika, fonts-noto-core, fonts-material-design-icons-iconfont")
set(CPACK_COMPONENT_KIOSK_DESCRIPTION "Touch screen of Peilpunt for a community centre
 Asks the questions of a Peilpunt server, with or without a network, and makes the machine a kiosk and nothing else.")
foreach(PART server kiosk)
  string(TOUPPER ${PART} BIG)
  set(CPACK_DEBIAN_${BIG}_PACKAGE_CONTROL_EXTRA
    "${PROJECT_SOURCE_DIR}/${PART}/system/debian/postinst;${PROJECT_SOURCE_DIR}/${PART}/system/debian/prerm;\
${PROJECT_SOURCE_DIR}/${PART}/system/debian/postrm;${PROJECT_SOURCE_DIR}/${PART}/system/debian/conffiles")
endforeach()
include(CPack)
