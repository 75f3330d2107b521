//go:build !linux

package desktest

import "testing"

// unprivileged does nothing: tests are not run by root here.
func unprivileged(testing.TB, string) (back func()) { return func() {} }
