// SPDX-License-Identifier: EUPL-1.2
// Municipalities, districts and neighbourhoods from files.
#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "server/app/area_files.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"

namespace peilpunt::cli {

namespace fs = std::filesystem;

namespace {

Result<app::AreaFile> read_file(const std::string& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return Error{ErrorCode::not_found, "cannot read " + path};
    const auto size = fs::file_size(path, error);
    if (!error && size > app::kMaxAreaFile)
        return Error{ErrorCode::too_large, path + " is larger than 64 MB"};
    app::AreaFile file{fs::path(path).filename().string(), std::string(error ? 0 : size, '\0')};
    std::ifstream stream(path, std::ios::binary);
    if (error || !stream.read(file.bytes.data(), static_cast<std::streamsize>(size)))
        return Error{ErrorCode::storage_failed, "cannot read " + path};
    return file;
}

}  // namespace

Result<std::vector<Area>> areas_from_file(const std::string& path) {
    const auto file = read_file(path);
    if (!file) return file.error();
    auto read = app::read_area_files({&*file, 1}, {});
    if (!read) return read.error();
    return std::move(read->areas);
}

Result<void> area_import(const Surroundings& around, const std::vector<std::string>& files,
                         const std::vector<std::string>& only) {
    std::set<AreaCode> municipalities;
    for (const auto& text : only) {
        const auto code = AreaCode::parse(text);
        if (!code || code->level() != AreaLevel::municipality)
            return Error{ErrorCode::invalid, text + " is no CBS code of a municipality, such as GM0453"};
        municipalities.insert(*code);
    }
    std::vector<app::AreaFile> all;
    for (const auto& path : files) {
        auto file = read_file(path);
        if (!file) return file.error();
        all.push_back(std::move(*file));
    }
    const auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    const auto before = folder->app->state();
    const auto read = app::read_area_files(all, before->areas.all(), municipalities);
    if (!read) return read.error();
    if (const auto saved = folder->app->import_areas(read->areas); !saved) return saved;
    fmt::print("Imported {} municipalities, {} districts and {} neighbourhoods; there are {} areas now.\n",
               read->municipalities, read->districts, read->neighbourhoods, read->areas.size());
    const AreaTree now(read->areas);
    for (const auto& area : before->areas.all())
        if (!now.find(area.code)) fmt::print("Gone: {} {}\n", area.code.str(), area.name);
    if (read->outlines) fmt::print("Outlines were checked and not kept: nothing shows them.\n");
    return {};
}

}  // namespace peilpunt::cli
