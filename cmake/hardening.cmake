# SPDX-License-Identifier: EUPL-1.2
# Makes what an attacker finds in a program hard to use: see tests/cli/binary_test.cpp, which reads it back from what was
# built. What costs a whole build anew is for releases only; dev builds link the same way.
include(CheckCXXCompilerFlag)
check_cxx_compiler_flag(-fcf-protection PEILPUNT_HAS_CF_PROTECTION)
target_compile_options(peilpunt_options INTERFACE
  $<$<CONFIG:Release>:-fPIE -fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>
  $<$<AND:$<CONFIG:Release>,$<BOOL:${PEILPUNT_HAS_CF_PROTECTION}>>:-fcf-protection>)
target_link_options(peilpunt_options INTERFACE -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
