//go:build tools

// Package tools pins the Temporal CLI, so that go.sum covers everything that is built.
package tools

import _ "github.com/temporalio/cli/cmd/temporal"
