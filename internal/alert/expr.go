package alert

import (
	"errors"
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
)

// Bounds of an expression. With loops over the lists of a claim alone, at most two deep, its time is
// bounded by what a claim can hold.
const (
	maxExprBytes = 4 << 10
	maxExprNodes = 400
	maxLoops     = 2   // predicates within predicates
	maxList      = 200 // entries of a list that an expression sees
	exprMemory   = 100_000
)

// allowed are the functions of expressions: none that builds lists or texts of its own.
var allowed = [...]string{"all", "any", "none", "one", "count", "find", "filter", "len", "lower", "upper", "trim",
	"abs", "ceil", "floor", "round", "now", "date", "duration", "int", "float", "string"}

// program is a compiled expression; safe for concurrent use.
type program struct{ code *vm.Program }

// compileExpr compiles, or says at which line and column it cannot.
func compileExpr(text string) (p *program, err error) {
	if len(text) > maxExprBytes {
		return nil, fmt.Errorf("the expression has %d bytes, at most %d are taken", len(text), maxExprBytes)
	}
	defer func() {
		// A text that the library cannot digest is wrong, whatever the library does about it.
		if r := recover(); r != nil {
			p, err = nil, fmt.Errorf("the expression cannot be compiled: %v", r)
		}
	}()
	b := bounds{depth: map[ast.Node]int{}}
	opts := []expr.Option{expr.Env(exprEnv{}), expr.AsBool(), expr.MaxNodes(maxExprNodes), expr.DisableAllBuiltins(), expr.Patch(&b)}
	for _, name := range allowed {
		opts = append(opts, expr.EnableBuiltin(name))
	}
	code, err := expr.Compile(text, opts...)
	if err == nil {
		err = b.err
	}
	if err != nil {
		return nil, positioned(err)
	}
	return &program{code}, nil
}

// positioned puts the place first: "line 1, column 7: unknown name foo".
func positioned(err error) error {
	var at *file.Error
	if !errors.As(err, &at) {
		return err
	}
	return fmt.Errorf("line %d, column %d: %s", at.Line, at.Column+1, at.Message)
}

func (p *program) holds(env *exprEnv) (bool, error) {
	machine := vm.VM{MemoryBudget: exprMemory}
	out, err := machine.Run(p.code, *env)
	if err != nil {
		return false, positioned(err)
	}
	ok, isBool := out.(bool)
	if !isBool {
		return false, fmt.Errorf("the expression gives %T, not true or false", out)
	}
	return ok, nil
}

// bounds refuses what could run for long: ranges, and loops within loops within loops.
type bounds struct {
	depth map[ast.Node]int // of predicates: how deep predicates stand from here down
	err   error
}

// Visit is called for every node, after those below it.
func (b *bounds) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.BinaryNode:
		if n.Operator == ".." {
			b.refuse(n, "ranges (1..9) are not taken")
		}
	case *ast.PredicateNode:
		inner := deepest{depth: b.depth}
		ast.Walk(&n.Node, &inner)
		b.depth[n] = inner.max + 1
		if b.depth[n] > maxLoops {
			b.refuse(n, fmt.Sprintf("loops stand %d deep, at most %d are taken", b.depth[n], maxLoops))
		}
	}
}

func (b *bounds) refuse(n ast.Node, why string) {
	if b.err == nil {
		b.err = fmt.Errorf("character %d: %s", n.Location().From+1, why)
	}
}

// deepest finds the deepest of the predicates below a node.
type deepest struct {
	depth map[ast.Node]int
	max   int
}

// Visit looks at what was measured before.
func (d *deepest) Visit(node *ast.Node) { d.max = max(d.max, d.depth[*node]) }
