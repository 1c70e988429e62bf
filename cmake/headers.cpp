// SPDX-License-Identifier: EUPL-1.2
// Nothing of its own: it gives the precompiled headers a library to belong to.
