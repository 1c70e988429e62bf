// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "shared/model/ids.hpp"

/// What a volgcode leads to.
namespace peilpunt::store {

enum class ReceiptKind { response, signal };
struct ReceiptSubject {
    ReceiptKind kind = ReceiptKind::response;
    PollId poll;        ///< of a response
    bool read = false;  ///< of a signal: somebody of the council read it
};

}  // namespace peilpunt::store
