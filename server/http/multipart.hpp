// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/result.hpp"

namespace peilpunt::http {

/// A form with files (RFC 7578). Views point into the body that was given.
class Multipart {
  public:
    struct Part {
        std::string name;
        std::string file_name;  ///< as the browser says; only to show, never a path
        bool is_file = false;
        std::string_view bytes;
    };
    /// invalid for another content type, no or a strange boundary, parts without a name, more than 64 parts,
    /// text that is not UTF-8.
    static Result<Multipart> parse(std::string_view content_type, std::string_view body);
    /// The first text of that name, or empty.
    std::string_view get(std::string_view name) const;
    const std::vector<Part>& parts() const { return parts_; }
    /// The files of that name that are not empty: a field that was left alone sends an empty one.
    std::vector<const Part*> files(std::string_view name) const;

  private:
    std::vector<Part> parts_;
};

}  // namespace peilpunt::http
