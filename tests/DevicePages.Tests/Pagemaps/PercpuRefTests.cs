using CsCheck;

namespace DevicePages.Tests;

public class PercpuRefTests
{
    int released;

    PercpuRef Create(PercpuRefMode mode = PercpuRefMode.Percpu) => new(() => Interlocked.Increment(ref released), mode);

    [Theory]
    [InlineData(PercpuRefMode.Percpu, 1, false, false)]
    [InlineData(PercpuRefMode.PercpuReinit, 1, false, false)]
    [InlineData(PercpuRefMode.Atomic, 1, true, false)]
    [InlineData(PercpuRefMode.Dead, 0, true, true)]
    public void Starts_as_told(PercpuRefMode mode, long count, bool atomic, bool dying)
    {
        PercpuRef reference = Create(mode);
        Assert.Equal((count, atomic, dying), (reference.Count, reference.IsAtomic, reference.IsDying));
    }

    [Fact]
    public void Per_cpu_mode_never_looks_for_zero()
    {
        PercpuRef reference = Create();
        reference.Put();
        Assert.Equal((0, 0, false), (released, reference.Count, reference.IsZero));
    }

    [Fact]
    public void Releases_once_when_the_last_reference_goes_after_the_kill()
    {
        PercpuRef reference = Create();
        reference.Get(3);
        reference.Kill();
        reference.Put(2);
        Assert.Equal((0, false), (released, reference.IsZero));
        reference.Put();
        Assert.Equal((1, true), (released, reference.IsZero));
    }

    [Fact]
    public void No_live_reference_is_taken_after_the_kill_was_confirmed()
    {
        for (int i = 0; i < 300; i++)
        {
            PercpuRef reference = Create(PercpuRefMode.Atomic);
            long confirmed = 0;
            Threads.Run(2, thread =>
            {
                if (thread == 0)
                {
                    SpinWait.SpinUntil(() => reference.Count > 100, Threads.Patience);
                    reference.Kill(() => confirmed = reference.Count);
                }
                else
                    while (reference.TryGetLive())
                        ;
            });
            Assert.Equal(confirmed - 1, reference.Count);
        }
    }

    [Fact]
    public void A_kill_without_other_references_releases_at_once()
    {
        Create().Kill();
        Assert.Equal(1, released);
    }

    [Theory, InlineData(PercpuRefMode.Percpu), InlineData(PercpuRefMode.Atomic)]
    public void Dying_refuses_live_references_but_not_others(PercpuRefMode mode)
    {
        PercpuRef reference = Create(mode);
        reference.Get();
        Assert.True(reference.TryGetLive());
        reference.Kill();
        Assert.Equal((false, true), (reference.TryGetLive(), reference.TryGet()));
        reference.Put(3);
        Assert.Equal((1, false, false), (released, reference.TryGetLive(), reference.TryGet()));
    }

    [Fact]
    public void Confirms_when_live_references_are_refused_and_before_it_releases()
    {
        PercpuRef reference = Create();
        List<string> order = [];
        PercpuRef other = new(() => order.Add("release"));
        other.Kill(confirm: () => order.Add(other.TryGetLive() ? "still live" : "confirm"));
        Assert.Equal(["confirm", "release"], order);
    }

    [Fact]
    public void A_confirmation_that_throws_loses_no_reference()
    {
        PercpuRef reference = Create();
        Assert.Throws<TimeoutException>(() => reference.Kill(confirm: () => throw new TimeoutException()));
        Assert.Equal((1, true), (released, reference.IsZero));
    }

    [Fact]
    public void Is_killed_once()
    {
        PercpuRef reference = Create();
        reference.Kill();
        Assert.Throws<InvalidOperationException>(() => reference.Kill());
    }

    [Fact]
    public void Underflow_is_noticed_in_atomic_mode() => Assert.Throws<InvalidOperationException>(() => Create(PercpuRefMode.Atomic).Put(2));

    [Fact]
    public void Switches_to_atomic_and_back_with_its_count()
    {
        PercpuRef reference = Create(PercpuRefMode.PercpuReinit);
        reference.Get(4);
        reference.SwitchToAtomic();
        Assert.Equal((5, true), (reference.Count, reference.IsAtomic));
        reference.Put(2);
        reference.SwitchToPercpu();
        Assert.Equal((3, false), (reference.Count, reference.IsAtomic));
    }

    [Fact]
    public void Does_not_return_to_per_cpu_mode_unless_made_for_it() => Assert.Throws<InvalidOperationException>(() => Create().SwitchToPercpu());

    [Fact]
    public void Comes_back_from_a_kill_with_its_initial_reference()
    {
        PercpuRef reference = Create(PercpuRefMode.PercpuReinit);
        reference.Get();
        reference.Kill();
        reference.Resurrect();
        Assert.Equal((2, false, true), (reference.Count, reference.IsDying, reference.TryGetLive()));
    }

    [Fact]
    public void Starts_anew_only_from_zero()
    {
        PercpuRef reference = Create(PercpuRefMode.PercpuReinit);
        reference.Get();
        reference.Kill();
        Assert.Throws<InvalidOperationException>(() => reference.Reinit());
        reference.Put();
        reference.Reinit();
        Assert.Equal((1, false), (reference.Count, reference.IsDying));
    }

    [Fact]
    public void Born_dead_it_is_brought_to_life()
    {
        PercpuRef reference = Create(PercpuRefMode.Dead);
        Assert.False(reference.TryGetLive());
        reference.Reinit();
        Assert.True(reference.TryGetLive());
    }

    [Fact]
    public void After_the_exit_a_late_lookup_fails_and_a_blind_get_is_an_error()
    {
        PercpuRef reference = Create();
        reference.Kill();
        reference.Exit();
        Assert.Equal((false, false, true), (reference.TryGetLive(), reference.TryGet(), reference.IsZero));
        Assert.Throws<ObjectDisposedException>(() => reference.Get());
        Assert.Throws<ObjectDisposedException>(() => reference.Put());
    }

    [Fact]
    public void Does_not_exit_while_referred_to() => Assert.Throws<InvalidOperationException>(() => Create().Exit());

    [Fact]
    public void Releases_once_however_gets_puts_and_the_kill_interleave()
    {
        for (int round = 0; round < 200; round++)
        {
            released = 0;
            PercpuRef reference = Create();
            int live = 0, tooEarly = 0;
            Threads.Run(3, thread =>
            {
                if (thread == 0)
                    reference.Kill();
                else
                    while (reference.TryGetLive())
                    {
                        Interlocked.Increment(ref live);
                        tooEarly |= Volatile.Read(ref released);
                        reference.Put();
                    }
            });
            Assert.Equal((1, 0L, 0), (released, reference.Count, tooEarly));
        }
    }

    [Fact]
    public void Loses_no_reference_while_the_mode_changes_under_way()
    {
        PercpuRef reference = Create(PercpuRefMode.PercpuReinit);
        Threads.Run(3, thread =>
        {
            for (int i = 0; i < 3000; i++)
                if (thread > 0)
                    reference.Get();
                else if (i % 2 == 0)
                    reference.SwitchToAtomic();
                else
                    reference.SwitchToPercpu();
        });
        Assert.Equal(6001, reference.Count);
    }

    [Fact]
    public void Behaves_as_one_number_would() =>
        Gen.Const(() => (new PercpuRef(() => { }, PercpuRefMode.PercpuReinit), new Model())).SampleModelBased(
            [
                Gen.Int[1, 5].Operation<PercpuRef, Model>((reference, n) => { if (!reference.IsDying) reference.Get(n); }, (model, n) => { if (!model.Dying) model.Count += n; }),
                Gen.Operation<PercpuRef, Model>(reference => { if (reference.Count > 1) reference.Put(); }, model => { if (model.Count > 1) model.Count--; }),
                Gen.Operation<PercpuRef, Model>(reference => reference.TryGet(), model => model.Count += model.Count > 0 ? 1 : 0),
                Gen.Operation<PercpuRef, Model>(reference => reference.TryGetLive(), model => model.Count += model.Dying ? 0 : 1),
                Gen.Operation<PercpuRef, Model>(reference => { if (!reference.IsDying) reference.Kill(); }, model => { if (!model.Dying) (model.Dying, model.Count) = (true, model.Count - 1); }),
                Gen.Operation<PercpuRef, Model>(reference => { if (reference.IsDying) reference.Resurrect(); }, model => { if (model.Dying) (model.Dying, model.Count) = (false, model.Count + 1); }),
                Gen.Operation<PercpuRef, Model>(reference => reference.SwitchToAtomic(), _ => { }),
                Gen.Operation<PercpuRef, Model>(reference => reference.SwitchToPercpu(), _ => { }),
            ],
            (reference, model) => (reference.Count, reference.IsDying) == (model.Count, model.Dying), iter: 2000);

    [Fact]
    public void Each_operation_is_one_step_for_all_threads() =>
        Gen.Const(() => new Referred()).SampleParallel(
            [
                Gen.Operation<Referred>("get", referred => referred.Ref.Get()),
                Gen.Operation<Referred>("put", referred => referred.Ref.Put()),
                Gen.Operation<Referred>("try_get_live", referred => Interlocked.Add(ref referred.Live, referred.Ref.TryGetLive() ? 1 : 0)),
                Gen.Operation<Referred>("kill", referred => referred.Kill()),
            ],
            equal: (left, right) => (left.Ref.Count, left.Live, left.Ref.IsDying) == (right.Ref.Count, right.Live, right.Ref.IsDying), iter: 100);

    sealed class Referred
    {
        readonly Lock killing = new();
        public int Live;
        bool isKilled;

        // More than all the puts of a run.
        public Referred() => Ref.Get(100);

        public PercpuRef Ref { get; } = new(static () => { });

        // Whoever comes second must not return before the first has killed: that would be two steps.
        public void Kill()
        {
            lock (killing)
            {
                if (!isKilled) Ref.Kill();
                isKilled = true;
            }
        }
    }

    sealed class Model
    {
        public long Count { get; set; } = 1;

        public bool Dying { get; set; }
    }
}
